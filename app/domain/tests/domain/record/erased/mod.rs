//! Who is deleted leaves neither name nor address behind in any row that is theirs.

mod life;
mod rows;

use lectern_contract::{
    Role,
    batches::{BatchState, Shortage},
    claims::ClaimState,
    invitations::InvitationState,
    letters::{LetterKind, LetterState},
    people::DELETED,
};
use lectern_domain::{
    accounts::administer::{self, UserForm},
    invitations::ask_again,
    refused::note_rows,
};
use lectern_entities::letter;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use self::{
    life::{Life, life},
    rows::{assert_erased, named_in},
};
use crate::support::{House, fresh_key};

const NAME: &str = "Wanda Quillfeather";
const LATER_NAME: &str = "Wanda Marsh";
/// As somebody typed it.
const TYPED: &str = "Wanda.Quill@contoso.example";
const ADDRESS: &str = "wanda.quill@contoso.example";
const ASKED_ADDRESS: &str = "quill@elsewhere.example";

#[tokio::test(flavor = "multi_thread")]
async fn after_a_full_life_no_row_of_theirs_names_who_was_deleted() {
    let house = House::open().await;
    let (ada, mara) = (house.ada(), house.mara());
    let Life {
        wanda,
        pending,
        link,
        list,
    } = life(&house).await;
    let before = named_in(&house).await;
    for table in [
        "audit",
        "batch_row",
        "bounce",
        "claim",
        "credit_request",
        "instance_item",
        "invitation",
        "launch_commit",
        "letter",
        "receipt",
        "refused",
        "ticket",
        "users",
        "webhook_attempt",
        "webhook_delivery",
    ] {
        assert!(
            before.iter().any(|named| named == table),
            "{table} is lived in: {before:?}"
        );
    }
    let invited = administer::invited(house.portal.reader(), ada, wanda.user).await;
    assert_eq!(invited.expect("counted"), 1);
    let (free, held) = (house.free(house.fire(), mara).await, house.held().await);

    house
        .act(async |tx| administer::delete(tx, ada, wanda.user).await)
        .await
        .expect("deleted");
    assert_erased(&house).await;

    // What was pending is canceled, and its credit is back; what was counted is counted still.
    assert_eq!(house.invitation(pending).await.state, InvitationState::Canceled);
    assert_eq!(
        (house.free(house.fire(), mara).await, house.held().await),
        (free + 1, held - 1)
    );
    assert_eq!(house.consumed().await, 1);
    assert_eq!(house.claims(ClaimState::Open).await, 0);
    let log = house.log(ada).await;
    assert!(log.iter().any(|row| row.email == DELETED), "{log:?}");
    assert!(
        house.refused_log(ada).await.iter().any(|row| row.address == DELETED),
        "the log of refusals has a word for her"
    );
    let letters = letter::Entity::find().filter(letter::Column::Recipient.eq(DELETED));
    let letters = letters.all(house.portal.reader()).await.expect("letters");
    assert!(!letters.is_empty(), "what she was sent stays as lines");
    assert!(
        letters
            .iter()
            .all(|row| row.state == LetterState::Sent && row.text.contains("was erased"))
    );

    // Her old link asks nobody for a new invitation, and a list that waits does not invite her.
    let told = house.letters(LetterKind::AskedAgain).await.len();
    ask_again::ask_again(&house.portal, &link, "test")
        .await
        .expect("the same answer");
    assert_eq!(house.letters(LetterKind::AskedAgain).await.len(), told);
    house.start(mara, list, Shortage::All).await.expect("started");
    house.run().await;
    while note_rows(&house.portal).await.expect("noted") {}
    let after = house.batch(mara, list).await;
    assert_eq!((after.state, after.sent), (BatchState::Done, 1), "Ruth alone");
    assert_erased(&house).await;
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn others_keep_what_they_are_called() {
    let house = House::open().await;
    let (ada, mara, course) = (house.ada(), house.mara(), house.forklift());
    house.endow(course, mara.user, 2).await;
    let twin = |email: &str| UserForm {
        name: "Lena Holt".into(),
        email: email.into(),
        roles: vec![Role::Learner],
    };
    let form = twin("lena.two@northwind.example");
    let other = house
        .act(async |tx| administer::create(tx, ada, &fresh_key(), form).await)
        .await
        .expect("created");
    let lena = house.learner(0);
    let id = house
        .invite(mara, course, "lena@northwind.example")
        .await
        .expect("sent");
    house.accept(lena, &house.token(id).await).await.expect("accepted");
    house
        .act(async |tx| administer::delete(tx, ada, other).await)
        .await
        .expect("deleted");
    assert_eq!(house.invitation(id).await.email, "lena@northwind.example");
    let (to, subject, _) = house.newest(LetterKind::Accepted).await;
    assert_eq!(
        (to.as_str(), subject.as_str()),
        ("mara@northwind.example", "Lena Holt accepted your invitation")
    );
    let writer = &house.portal.databases().writer;
    house.refused_invite(mara, course, "nobody").await;
    for statement in [
        "update refused set detail = '\"NotFound\"'",
        "update refused set address = 'nobody else'",
        "update refused set address = 'Deleted user', reason = 'other'",
    ] {
        let error = writer.execute_unprepared(statement).await.expect_err(statement);
        assert!(error.to_string().contains("never changed"), "{statement}: {error}");
    }
    house.close().await;
}
