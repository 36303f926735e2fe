//! Buying credits by invoice, as an admin does it in a browser; the invoice on paper.

use crate::support::{Browser, House, answer::difference, pdf};

/// What is typed on *Price and terms*.
pub const PRICE: [(&str, &str); 9] = [
    ("currency", "EUR"),
    ("price", "1.00"),
    ("tax", "19"),
    ("tax_label", "VAT"),
    ("seller", "Lectern Größe & Söhne"),
    ("seller_address", "ul. Świętokrzyska 1\nŁódź"),
    ("buyer_address", "2 Mill Lane\nKøbenhavn"),
    ("payment_note", "IBAN DE00 1234"),
    ("terms", "Credits are not given back.\n\nThat is <b>all</b>."),
];

/// Sets the price through its form.
pub async fn open_shop(ada: &Browser) {
    let page = ada.get("/admin/purchases/price").await;
    ada.fill(&page, "/do/save-price", &PRICE)
        .await
        .leads_to("/admin/purchases");
}

/// Orders credits through the two steps; answers the order's page.
pub async fn buy(ada: &Browser, amount: &str) -> String {
    buy_at(ada, "/admin/purchases/new", amount).await
}

/// The same on an admin's page or on a manager's.
pub async fn buy_at(who: &Browser, page: &str, amount: &str) -> String {
    let acts = match page.starts_with("/admin") {
        true => ["/do/choose-quantity", "/do/place-order"],
        false => ["/do/choose-own-quantity", "/do/place-own-order"],
    };
    let page = who.get(page).await;
    let next = who.fill(&page, acts[0], &[("amount", amount)]).await;
    next.is(303);
    let page = who.get(next.header("location")).await;
    let placed = who.fill(&page, acts[1], &[("accept", "yes")]).await;
    placed.is(303).header("location").to_owned()
}

/// Lets managers buy, by the settings' form.
pub async fn managers_buy(ada: &Browser) {
    let page = ada.get("/admin/settings").await;
    let typed = [
        ("invitation_days", "30"),
        ("refund_policy", "before_first_launch"),
        ("refund_percent", "10"),
        ("refund_days", "14"),
        ("proration", "fair"),
        ("grace_days", "30"),
        ("managers_can_buy", "true"),
    ];
    ada.fill(&page, "/do/change-settings", &typed).await.is(303);
}

async fn pool(house: &House) -> String {
    house
        .texts("select balance || '' from account where kind = 'pool' order by balance desc")
        .await
        .remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_buys_and_marks_the_order_paid() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    ada.get("/admin/purchases/new").await.is(200).says("No price is set");
    open_shop(&ada).await;
    let before: i64 = pool(&house).await.parse().expect("a number");

    let page = ada.get("/admin/purchases/new?amount=25").await;
    page.is(200).says("EUR 25.00").says("EUR 4.75").says("EUR 29.75");
    page.says(&format!("{before}")).says(&format!("{}", before + 25));
    page.says("That is <b>all</b>.");
    assert!(!page.text().contains("<b>all"), "terms are text");
    let refused = house
        .unchanged("no terms", ada.fill(&page, "/do/place-order", &[]))
        .await;
    refused.is(422).says("Read the terms and accept them.");
    let order = ada.fill(&refused, "/do/place-order", &[("accept", "yes")]).await;
    let order = order.is(303).header("location").to_owned();
    assert_eq!(pool(&house).await, before.to_string());

    let page = ada.get(&order).await;
    page.is(200)
        .says("Waiting for payment")
        .says("INV-000001")
        .says("IBAN DE00 1234");
    let confirm = ada.get(&format!("{order}/paid")).await;
    confirm.is(200).says(&format!(
        "25 credits come into the pool, which then has {}",
        before + 25
    ));
    ada.fill(&confirm, "/do/mark-order-paid", &[]).await.leads_to(&order);
    ada.get(&order)
        .await
        .says("25 credits came into the pool.")
        .says("Paid; the credits came");
    assert_eq!(pool(&house).await, (before + 25).to_string());
    ada.fill(&confirm, "/do/mark-order-paid", &[]).await.leads_to(&order);
    assert_eq!(pool(&house).await, (before + 25).to_string(), "the same form again");
    ada.get(&format!("{order}/paid"))
        .await
        .is(409)
        .says("This order is paid already.");
    ada.get(&format!("{order}/cancel")).await.is(409);
    ada.get("/admin/purchases?state=paid")
        .await
        .is(200)
        .says("Order 1")
        .says("INV-000001");
    ada.get("/admin/purchases?q=nobody").await.is(200).says("No such order");
    let statement = ada.get("/admin").await;
    statement.is(200).says("Purchase Credits");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_that_changed_meanwhile_is_shown_before_anything_is_ordered() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    open_shop(&ada).await;
    let page = ada.get("/admin/purchases/new?amount=4").await;
    let prices = ada.get("/admin/purchases/price").await;
    let mut dearer = PRICE;
    dearer[1] = ("price", "2.00");
    ada.fill(&prices, "/do/save-price", &dearer).await.is(303);
    let post = ada.fill(&page, "/do/place-order", &[("accept", "yes")]);
    let answer = house.unchanged("an old price", post).await;
    answer
        .is(409)
        .says("The price or the terms changed meanwhile.")
        .says("EUR 9.52");
    dearer[1] = ("price", "0");
    ada.fill(&prices, "/do/save-price", &dearer)
        .await
        .is(422)
        .says("Give a price above 0");
    for amount in ["0", "100001", "many"] {
        let form = ada.get("/admin/purchases/new").await;
        let answer = ada.fill(&form, "/do/choose-quantity", &[("amount", amount)]).await;
        answer.is(422);
        assert!(answer.problem("amount").contains("whole number"), "{answer}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_shows_the_terms_as_they_were_accepted() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    open_shop(&ada).await;
    let order = buy(&ada, "2").await;
    let prices = ada.get("/admin/purchases/price").await;
    let mut other = PRICE;
    other[8] = ("terms", "Every credit is given back.");
    ada.fill(&prices, "/do/save-price", &other).await.is(303);
    let page = ada.get(&order).await;
    page.is(200)
        .says("The terms as they were accepted")
        .says("Terms of purchase, version 1")
        .says("Credits are not given back.")
        .says("That is <b>all</b>.")
        .hides("Every credit is given back.");
    assert!(!page.text().contains("<b>all"), "terms are text");
    let next = buy(&ada, "3").await;
    ada.get(&next)
        .await
        .says("Terms of purchase, version 2")
        .says("Every credit is given back.")
        .hides("Credits are not given back.");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_canceled_order_says_so_everywhere() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    open_shop(&ada).await;
    let order = buy(&ada, "3").await;
    let confirm = ada.get(&format!("{order}/cancel")).await;
    confirm
        .is(200)
        .says("EUR 3.57 is not owed")
        .says("INV-000001 keeps its number");
    ada.fill(&confirm, "/do/cancel-order", &[]).await.leads_to(&order);
    ada.get(&order)
        .await
        .says("Canceled")
        .says("Nothing has to be paid any more.");
    ada.get(&format!("{order}/invoice"))
        .await
        .says("Canceled: nothing is to be paid");
    let paper = ada.get(&format!("{order}/invoice.pdf")).await;
    assert!(pdf::texts(&paper.body).iter().any(|text| text.contains("canceled")));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_invoice_prints_every_name_and_sum() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    open_shop(&ada).await;
    let order = buy(&ada, "1,250").await;
    let page = ada.get(&format!("{order}/invoice")).await;
    let paper = ada.get(&format!("{order}/invoice.pdf")).await;
    paper.is(200);
    assert_eq!(paper.header("content-type"), "application/pdf");
    assert_eq!(
        paper.header("content-disposition"),
        "attachment; filename=\"INV-000001.pdf\""
    );
    assert!(paper.body.starts_with(b"%PDF-"), "no PDF");
    let texts = pdf::texts(&paper.body);
    for words in [
        "INV-000001",
        "Lectern Größe & Söhne",
        "ul. Świętokrzyska 1",
        "Łódź",
        "København",
        "Northwind",
        "1,250",
        "EUR 1.00",
        "EUR 1,250.00",
        "VAT 19 %",
        "EUR 237.50",
        "EUR 1,487.50",
        "IBAN DE00 1234",
        "March 2, 2026",
    ] {
        assert!(
            texts.iter().any(|text| text.contains(words)),
            "no “{words}” among {texts:?}"
        );
        if words != "March 2, 2026" {
            page.is(200).says(words);
        }
    }
    let again = ada.get(&format!("{order}/invoice.pdf")).await;
    assert_eq!(again.body, paper.body, "the same invoice is the same file");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn invoices_are_for_the_organizations_admins_alone() {
    let house = House::open().await;
    let ada = house.browser(house.ada()).await;
    open_shop(&ada).await;
    let order = buy(&ada, "2").await;
    let path = format!("{order}/invoice.pdf");
    let missing = "/admin/purchases/01970000-0000-7000-8000-000000000001/invoice.pdf";
    let neighbor = house.browser(&house.people().sol).await;
    let theirs = neighbor.get(&path).await;
    theirs.is(404);
    assert_eq!(difference(&theirs.text(), &neighbor.get(missing).await.text()), None);
    house.browser(house.mara()).await.get(&path).await.is(404);
    let stranger = house.anonymous().get(&path).await;
    assert!(
        stranger.is(303).header("location").starts_with("/sign-in?next="),
        "{stranger}"
    );
    ada.get("/admin/purchases/nonsense/invoice.pdf").await.is(404);
    ada.get(missing).await.is(404);
    house.close().await;
}
