//! Uploads of packages.

use lectern_domain::credits::overview::overview;

use crate::support::{
    Browser, House,
    answer::difference,
    upload::{demo, multipart, third_party},
};

const UPLOAD: &str = "/admin/courses/upload";
const PAGE: &str = "/admin/courses/new";

async fn ada(house: &House) -> Browser {
    house.browser(house.ada()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_becomes_a_draft() {
    let house = House::open().await;
    let ada = ada(&house).await;
    let before = house.files().len();
    let answer = ada.upload(UPLOAD, PAGE, Some(&demo("forklift-basics"))).await;
    let course = answer.is(303).header("location").to_owned();
    assert!(course.starts_with("/admin/courses/0"), "{answer}");
    let page = ada.get(&course).await;
    page.is(200)
        .says("The package was read. Look it over, then publish it.")
        .says("SCORM 1.2");
    assert_eq!(house.files().len(), before + 8, "every file of the package");

    let replacement = ada
        .upload(&format!("{course}/upload"), &course, Some(&demo("kitchen-hygiene")))
        .await;
    replacement.leads_to(&course);
    ada.get(&course).await.says("SCORM 2004").says("The package was read.");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_is_told_where_to_go_and_leaves_the_notice() {
    let house = House::open().await;
    let ada = ada(&house).await;
    let headers = [("sec-fetch-dest", "empty"), ("sec-fetch-mode", "cors")];
    let answer = ada
        .upload_as(UPLOAD, PAGE, Some(&demo("kitchen-hygiene")), &headers)
        .await;
    let course = answer.is(201).header("location").to_owned();
    ada.get(&course)
        .await
        .is(200)
        .says("The package was read. Look it over, then publish it.");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_packages_are_refused_each_with_its_sentence() {
    let house = House::open().await;
    let ada = ada(&house).await;
    let before = house.files();
    let mut sentences = Vec::new();
    for (name, words) in [
        ("odd/badscorm.zip", "is inside the folder"),
        ("odd/invalid.zip", "neither an imsmanifest.xml nor an index.html"),
        ("odd/validscorm.zip", "imsmanifest.xml is empty"),
        ("odd/passwordis1.zip", "is protected by a password"),
        ("odd/scorm12__MalformedXml_SCORM12.zip", "is not valid XML (line "),
        ("odd/scorm12__MissingLaunchUrl_SCORM12.zip", "nothing to launch"),
    ] {
        let Some(package) = third_party(name) else { continue };
        let upload = ada.upload(UPLOAD, PAGE, Some(&package));
        let answer = house.unchanged(name, upload).await;
        let sentence = answer.is(422).problem("upload-file");
        assert!(sentence.contains(words), "{name}: {sentence}");
        assert!(
            !sentences.contains(&sentence),
            "{name} has no sentence of its own: {sentence}"
        );
        sentences.push(sentence);
        assert_eq!(house.files(), before, "{name} left files behind");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn packages_with_small_faults_are_taken_or_named() {
    let house = House::open().await;
    let ada = ada(&house).await;
    if let Some(package) = third_party("odd/scorm12__LaunchUrlFromNestedItem_SCORM12.zip") {
        ada.upload(UPLOAD, PAGE, Some(&package)).await.is(303);
    }
    if let Some(package) = third_party("odd/scorm12__InvalidFileReferences_SCORM12.zip") {
        let answer = ada.upload(UPLOAD, PAGE, Some(&package)).await;
        let page = match answer.status {
            303 => ada.get(answer.header("location")).await,
            _ => answer.is(422).clone(),
        };
        page.says(".html");
        let named = page.text().contains("data-kind=\"attention\"") || page.status == 422;
        assert!(named, "a missing file is named: {page}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whole_courses_of_others_are_taken() {
    let house = House::open().await;
    let ada = ada(&house).await;
    for name in [
        "singlescobasic.zip",
        "complexscorm.zip",
        "OneFilePerSCO_SCORM12.zip",
        "RuntimeBasicCalls_SCORM20043rdEdition.zip",
        "SequencingForcedSequential_SCORM20043rd.zip",
    ] {
        let Some(package) = third_party(name) else { continue };
        let answer = ada.upload(UPLOAD, PAGE, Some(&package)).await;
        answer.is(303);
        ada.get(answer.header("location")).await.is(200).says("Publish");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_package_leaves_nothing_behind() {
    let house = House::open().await;
    let ada = ada(&house).await;
    let whole = demo("forklift-basics");
    let half = &whole[..whole.len() / 2];
    let too_large = vec![7; 2_000_001];
    let sentence = |words: &str| words.to_owned();
    for (what, file, status, says) in [
        ("no file", None, 422, sentence("Choose a package to upload.")),
        (
            "no zip",
            Some(&b"hello"[..]),
            422,
            sentence("This file is not a complete zip archive"),
        ),
        (
            "half a zip",
            Some(half),
            422,
            sentence("This file is not a complete zip archive"),
        ),
        (
            "a large file",
            Some(too_large.as_slice()),
            413,
            sentence("This file is larger than 2 MB."),
        ),
    ] {
        let before = house.files();
        let answer = house.unchanged(what, ada.upload(UPLOAD, PAGE, file)).await;
        let problem = answer.is(status).problem("upload-file");
        assert!(problem.contains(&says), "{what}: {problem}");
        assert_eq!(house.files(), before, "{what}");
    }
    let announced = [("content-length", "9000000000")];
    let answer = ada.upload_as(UPLOAD, PAGE, Some(b"hello"), &announced).await;
    answer.is(413).says("This file is larger than 2 MB.");
    let form = "application/x-www-form-urlencoded";
    ada.post_text(UPLOAD, "file=x", form).await.is(400);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_admins_upload_and_only_to_drafts_of_theirs() {
    let house = House::open().await;
    let people = house.people();
    let package = demo("kitchen-hygiene");
    let draft = ada(&house)
        .await
        .upload(UPLOAD, PAGE, Some(&package))
        .await
        .header("location")
        .to_owned();
    let replace = format!("{draft}/upload");
    house.anonymous().upload(UPLOAD, PAGE, Some(&package)).await.is(401);
    for actor in [house.learner(0), house.mara(), &people.lou, &people.sia] {
        let browser = house.browser(actor).await;
        for path in [UPLOAD, replace.as_str()] {
            let upload = browser.upload(path, PAGE, Some(&package));
            house.unchanged("an upload by others", upload).await.is(404);
        }
    }
    let sol = house.browser(&people.sol).await;
    let theirs = house
        .unchanged("a neighbor's", sol.upload(&replace, PAGE, Some(&package)))
        .await;
    let nothing = "/admin/courses/01970000-0000-7000-8000-000000000001/upload";
    let missing = sol.upload(nothing, PAGE, Some(&package)).await;
    let seen = difference(&theirs.is(404).neutral(&[]), &missing.neutral(&[]));
    assert_eq!(seen, None);
    let published = format!("/admin/courses/{}/upload", house.forklift());
    let files = house.files();
    ada(&house).await.upload(&published, PAGE, Some(&package)).await.is(409);
    ada(&house)
        .await
        .upload("/admin/courses/no-id/upload", PAGE, Some(&package))
        .await
        .is(404);
    assert_eq!(house.files(), files);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn few_fields_come_with_a_file() {
    let house = House::open().await;
    let ada = ada(&house).await;
    let package = demo("kitchen-hygiene");
    let bulk = format!("/admin/courses/{}/bulk", house.forklift());
    let give = format!("{bulk}/upload");
    let long = "x".repeat(10_000);
    let form = |page: &str, name: &str, more: usize| {
        let mut fields = vec![("page", page)];
        fields.resize(1 + more, (name, long.as_str()));
        multipart(&fields, Some(&package))
    };
    for (path, page, name) in [
        (UPLOAD, PAGE, "more"),
        (give.as_str(), bulk.as_str(), "more"),
        (give.as_str(), bulk.as_str(), "addresses"),
    ] {
        let sent = ada.send_multipart(path, form(page, name, 15), &[]);
        let answer = house.unchanged(path, sent).await;
        answer.is(413).says("This is more than the form takes.");
    }
    ada.send_multipart(UPLOAD, form(PAGE, "more", 14), &[]).await.is(303);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_in_lies_in_the_data_folder_meanwhile() {
    let house = House::open().await;
    let ada = ada(&house).await;
    let incoming = house.config.data_dir.join("incoming");
    let package = demo("kitchen-hygiene");
    let list = format!("/admin/courses/{}/bulk", house.forklift());
    let board = overview(house.portal.reader(), house.ada())
        .await
        .expect("the dashboard");
    let book = format!("/admin/accounts/{}/statement.xlsx", board.pool_account);
    std::fs::remove_dir(&incoming).expect("an empty folder");
    ada.upload(UPLOAD, PAGE, Some(&package)).await.is(500);
    ada.give_list(&list, "a@contoso.example").await.is(500);
    ada.get(&book).await.is(500);
    std::fs::create_dir(&incoming).expect("a folder");
    ada.upload(UPLOAD, PAGE, Some(&package)).await.is(303);
    ada.give_list(&list, "a@contoso.example").await.is(303);
    ada.get(&book).await.is(200);
    let left = std::fs::read_dir(&incoming).expect("the folder");
    assert_eq!(left.count(), 0);
    house.close().await;
}
