//! The price, its tax, what stands on an invoice, and the terms, which are versions.

use lectern_contract::{
    Refusal, limits,
    money::Currency,
    orders::Provider,
    refusal::{Field, OrderProblem},
};
use lectern_domain::orders::{
    place,
    price::{self, PriceForm},
};

use crate::support::{House, euro, fresh_key, price_form, refusal};

#[tokio::test(flavor = "multi_thread")]
async fn terms_are_versions_and_orders_keep_theirs() {
    let house = House::open().await;
    house.open_shop().await;
    let save = async |form: PriceForm| house.act(async |tx| price::save(tx, house.ada(), form).await).await;
    save(price_form()).await.expect("the same again");
    let terms = async || {
        price::terms(house.portal.reader(), house.ada())
            .await
            .expect("read")
            .expect("set")
    };
    assert_eq!(terms().await.version, 1, "the same text is no new version");
    let seen_before = house.purchase(4).await;
    let other = PriceForm {
        terms: "Other terms.".into(),
        price: "2.50".into(),
        ..price_form()
    };
    save(other).await.expect("changed");
    assert_eq!(
        (terms().await.version, terms().await.text.as_str()),
        (2, "Other terms.")
    );
    let stale = house
        .act(async |tx| place::place(tx, house.ada(), &fresh_key(), seen_before, Provider::Invoice).await)
        .await;
    assert_eq!(refusal(stale), Refusal::Order(OrderProblem::QuoteChanged));
    let order = house.order(4, Provider::Invoice).await;
    let agreed = house.seen(order).await;
    assert_eq!((agreed.terms.version, agreed.net), (2, euro(1_000)));
    save(price_form()).await.expect("back again");
    assert_eq!(terms().await.version, 3, "an old text again is a new version");
    let seen = house.seen(order).await;
    assert_eq!(
        (seen.terms.text.as_str(), seen.net),
        ("Other terms.", euro(1_000)),
        "what was agreed stays"
    );
    assert_eq!(seen, agreed);
    house.close().await;
}

async fn refused_prices(house: &House, forms: Vec<(PriceForm, Refusal)>) {
    for (form, expected) in forms {
        let tried = house
            .act(async |tx| price::save(tx, house.ada(), form.clone()).await)
            .await;
        assert_eq!(refusal(tried), expected, "{form:?}");
    }
    let none = price::price(house.portal.reader(), house.ada()).await.expect("read");
    assert_eq!(none, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_and_its_tax_are_checked() {
    let house = House::open().await;
    let priced = |currency: Currency, price: &str| PriceForm {
        currency,
        price: price.into(),
        ..price_form()
    };
    let taxed = |tax: &str, tax_label: &str| PriceForm {
        tax: tax.into(),
        tax_label: tax_label.into(),
        ..price_form()
    };
    let price = || Refusal::Order(OrderProblem::PriceOutOfRange);
    let forms = vec![
        (priced(Currency::Eur, "0"), price()),
        (priced(Currency::Eur, "1.234,5678"), price()),
        (priced(Currency::Eur, "100000.01"), price()),
        (priced(Currency::Jpy, "1.50"), price()),
        (taxed("101", "VAT"), Refusal::Order(OrderProblem::TaxOutOfRange)),
        (taxed("19", " "), Refusal::Missing(Field::TaxLabel)),
    ];
    refused_prices(&house, forms).await;
    let free_of_tax = taxed("0", "");
    house
        .act(async |tx| price::save(tx, house.ada(), free_of_tax).await)
        .await
        .expect("no tax needs no name");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_on_an_invoice_and_the_terms_are_checked() {
    let house = House::open().await;
    let tall = "a line\n".repeat(limits::INVOICE_ADDRESS_LINES + 1);
    let termed = |terms: String| PriceForm { terms, ..price_form() };
    let sold_by = |seller: &str, address: &str| PriceForm {
        seller: seller.into(),
        seller_address: address.into(),
        ..price_form()
    };
    let billed_to = |buyer_address: String| PriceForm {
        buyer_address,
        ..price_form()
    };
    let lines = OrderProblem::TooManyLines(Field::BuyerAddress, limits::INVOICE_ADDRESS_LINES);
    let forms = vec![
        (sold_by("", "Bremen"), Refusal::Missing(Field::Seller)),
        (sold_by("Sales", " \n"), Refusal::Missing(Field::SellerAddress)),
        (billed_to(tall), Refusal::Order(lines)),
        (termed(String::new()), Refusal::Missing(Field::Terms)),
        (
            termed("x".repeat(limits::TERMS + 1)),
            Refusal::TooLong(Field::Terms, limits::TERMS),
        ),
    ];
    refused_prices(&house, forms).await;
    house.close().await;
}
