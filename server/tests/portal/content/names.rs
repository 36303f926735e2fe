//! Files whose names are long, or become long where they are kept.

use std::io::{Cursor, Write};

use lectern_contract::CourseId;
use lectern_domain::{
    courses::{edit, shelf},
    registrations::{enroll, lists},
};
use lectern_server::storage::Storage;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::support::House;

/// A package of pages that each say their own name.
fn package(names: &[String]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for name in names {
        writer
            .start_file(name.as_str(), SimpleFileOptions::default())
            .expect("a file in memory");
        writer.write_all(name.as_bytes()).expect("memory takes it");
    }
    writer.finish().expect("memory takes it").into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn long_names_in_any_script_are_kept_and_found() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    let names = [
        "index.html".to_owned(),
        format!("{}.html", "安全教育".repeat(15)),
        format!("{}.html", "安全訓練".repeat(15)),
        format!("{}/{}.html", "第一章".repeat(20), "頁".repeat(90)),
        format!("{}最後.html", "安全教育安全教育/".repeat(20)),
        format!("{}.html", "long".repeat(60)),
    ];
    let answer = ada
        .upload("/admin/courses/upload", "/admin/courses/new", Some(&package(&names)))
        .await;
    let at = answer.is(303).header("location");
    let course = at.strip_prefix("/admin/courses/").expect("a course");
    let course: CourseId = course.parse().expect("its id");
    let omar = house.learner(1);
    house.act(async |tx| edit::publish(tx, house.ada(), course).await).await;
    house
        .act(async |tx| enroll::enroll(tx, house.ada(), "names", omar.user, course).await)
        .await;
    let courses = lists::my_courses(house.portal.reader(), omar).await;
    let registration = courses.expect("their courses")[0].registration.to_string();
    let browser = house.browser(omar).await;
    let answer = browser.post("/do/launch", &[("registration", &registration)]).await;
    let path = answer.is(303).header("location");
    let token = path.strip_prefix("/learner/launch/").expect("the player's page");
    let content = house.content();
    content.get(&format!("/p/{token}/")).await.is(200);
    for name in &names {
        let parts: Vec<String> = name
            .split('/')
            .map(|part| utf8_percent_encode(part, NON_ALPHANUMERIC).to_string())
            .collect();
        let file = content.get(&format!("/p/{token}/c/{}", parts.join("/"))).await;
        assert_eq!(file.is(200).text(), *name);
    }
    let unknown = "%E5%AE%89".repeat(100);
    content.get(&format!("/p/{token}/c/{unknown}")).await.is(404);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_name_of_before_is_still_found() {
    let data = tempfile::tempdir().expect("a folder");
    let storage = Storage::open("", data.path()).expect("the file store");
    let version = "01970000-0000-7000-8000-000000000001".parse().expect("an id");
    let folder = data.path().join("files").join(shelf::folder(version));
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("%E9%A0%81".repeat(25) + ".html"), "old").expect("a file");
    let key = shelf::key(version, &("頁".repeat(25) + ".html"));
    let found = storage.get(&key, None).await.expect("the store answers");
    let bytes = found.expect("it is there").bytes().await.expect("it can be read");
    assert_eq!(bytes, "old");
}
