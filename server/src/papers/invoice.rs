//! The invoice on its sheet.

use chrono::{DateTime, Utc};
use lectern_contract::orders::{InvoiceView, OrderState};
use lectern_domain::Result;

use super::{
    date,
    sheet::{self, BOLD, PLAIN, Pen, SMALL, Style, TITLE, WIDTH},
};

const LEFT: f32 = 56.0;
const RIGHT: f32 = WIDTH - 56.0;
/// Where the columns of figures end.
const QUANTITY: f32 = 330.0;
const PRICE: f32 = 435.0;
/// One line of text.
const LINE: f32 = 14.0;

/// Lays the invoice out.
///
/// # Errors
/// A fault where the page cannot be made.
pub fn draw(invoice: &InvoiceView) -> Result<Vec<u8>> {
    sheet::page(&format!("Invoice {}", invoice.name()), date(invoice.issued), |pen| {
        let below = head(pen, invoice);
        let below = lines(pen, invoice, below + 3.0 * LINE);
        foot(pen, invoice, below + 3.0 * LINE);
    })
}

fn day(invoice: &InvoiceView, at: DateTime<Utc>) -> String {
    let zone: chrono_tz::Tz = invoice.time_zone.parse().unwrap_or(chrono_tz::UTC);
    at.with_timezone(&zone).format("%B %-d, %Y").to_string()
}

/// Seller, buyer and the facts; answers where it ends.
fn head(pen: &mut Pen<'_, '_>, invoice: &InvoiceView) -> f32 {
    let column = (RIGHT - LEFT) / 2.0 - 12.0;
    let seller = pen.block(LEFT, 70.0, column, &invoice.seller_name, BOLD);
    let seller = pen.block(LEFT, seller, column, &invoice.seller_address, SMALL);
    pen.right(RIGHT, 76.0, "Invoice", TITLE);
    let facts = [
        ("Invoice number", invoice.name()),
        ("Invoice date", day(invoice, invoice.issued)),
        ("Order number", invoice.order.to_string()),
    ];
    let mut y = 104.0;
    for (name, value) in facts {
        pen.left(PRICE - 105.0, y, name, SMALL);
        pen.right(RIGHT, y, &value, PLAIN);
        y += LINE;
    }
    let top = seller.max(y).max(190.0) + LINE;
    pen.left(LEFT, top, "Billed to", SMALL);
    let buyer = pen.block(LEFT, top + LINE, column, &invoice.buyer_name, BOLD);
    pen.block(LEFT, buyer, column, &invoice.buyer_address, PLAIN)
}

fn row(pen: &mut Pen<'_, '_>, y: f32, cells: [&str; 4], style: Style) {
    let [what, quantity, price, amount] = cells;
    pen.left(LEFT, y, what, style);
    pen.right(QUANTITY, y, quantity, style);
    pen.right(PRICE, y, price, style);
    pen.right(RIGHT, y, amount, style);
}

/// What is charged; answers where it ends.
fn lines(pen: &mut Pen<'_, '_>, invoice: &InvoiceView, top: f32) -> f32 {
    let mut y = top;
    row(pen, y, ["Description", "Quantity", "Price", "Amount"], SMALL);
    pen.rule(LEFT, RIGHT, y + 6.0, 0.75);
    y += 22.0;
    let (quantity, price) = (grouped(invoice.quantity), invoice.credit.to_string());
    row(
        pen,
        y,
        ["Course credits", &quantity, &price, &invoice.net.to_string()],
        PLAIN,
    );
    if invoice.tax_rate.0 > 0 {
        y += LINE + 4.0;
        let tax = format!("{} {} %", invoice.tax_label, invoice.tax_rate);
        row(pen, y, [&tax, "", "", &invoice.tax.to_string()], PLAIN);
    }
    pen.rule(LEFT, RIGHT, y + 8.0, 0.75);
    y += 26.0;
    row(pen, y, ["Total", "", "", &invoice.total.to_string()], BOLD);
    pen.rule(LEFT, RIGHT, y + 7.0, 0.5);
    pen.rule(LEFT, RIGHT, y + 9.0, 0.5);
    y + 9.0
}

fn grouped(n: i64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Whether it is paid, and how to pay it.
fn foot(pen: &mut Pen<'_, '_>, invoice: &InvoiceView, top: f32) {
    let width = RIGHT - LEFT;
    let canceled = matches!(
        invoice.state,
        OrderState::Canceled | OrderState::Expired | OrderState::Failed
    );
    let says = match invoice.paid {
        _ if canceled => "This order was canceled: nothing is to be paid.".to_owned(),
        Some(at) => format!("Paid on {}. Thank you.", day(invoice, at)),
        None => format!("To be paid: {}", invoice.total),
    };
    let y = pen.block(LEFT, top, width, &says, BOLD);
    if invoice.paid.is_none() && !canceled {
        pen.block(LEFT, y + 4.0, width, &invoice.payment_note, PLAIN);
    }
}
