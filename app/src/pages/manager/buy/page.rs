//! Buying for a course: quantity, then price and terms; and the manager's own orders.

use lectern_contract::{
    CourseId, Role,
    orders::{OrderRow, Quote},
    refusal::Field as Name,
};
use lectern_domain::{Error, courses::list, orders::own};
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::{ChooseOwnQuantity, PlaceOwnOrder};
use crate::{
    caller::parameter,
    components::{Empty, Field, Head, PostForm, State, When, screen},
    format,
    pages::{
        admin::purchases::{
            Steps,
            agree::{Agree, one_costs},
            page_of,
        },
        manager::{
            area::{caller_here, id},
            credits::{crumbs, tab},
        },
    },
};

/// `/manager/courses/:id/credits/buy`, and with `?amount=25` its second step. While managers may not buy there is no
/// such page.
#[component]
pub fn OwnBuyPage() -> impl IntoView {
    let (caller, course) = (caller_here(), id::<CourseId>());
    let amount = parameter("amount").parse::<i64>().ok();
    screen(async move {
        let (caller, course) = (caller?, course?);
        let (db, actor) = (caller.portal.reader(), caller.actor());
        // One credit is always for sale, so it says what one costs, and whether anything can be bought at all.
        let one = match own::quote(db, actor, course, 1).await {
            Ok(one) => Some(one),
            Err(Error::Refused(lectern_contract::Refusal::Order(_))) => None,
            Err(error) => return Err(error.into()),
        };
        let quote = match amount {
            Some(amount) => own::quote(db, actor, course, amount).await.ok(),
            None => None,
        };
        let head = list::head(db, actor, course).await?;
        let step = usize::from(quote.is_some());
        let page = match (one, quote) {
            (None, _) => view! { <NoPrice course/> }.into_any(),
            (Some(_), Some(quote)) => view! { <Steps at=step/><Order course quote/> }.into_any(),
            (Some(one), None) => view! { <Steps at=step/><Quantity course one/> }.into_any(),
        };
        let sub = format!("For “{}”. They are yours when they are paid.", head.title);
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Purchase Credits" sub crumbs=crumbs(course, &head.title)/>
                {page}
            </main>
        })
    })
}

#[component]
fn NoPrice(course: CourseId) -> impl IntoView {
    let text = "The admins have not said yet what a credit costs. Request credits from them instead.";
    view! {
        <Empty title="No price is set" text>
            <a class="btn btn-primary" href=format!("{}/request", tab(course))>"Request Credits"</a>
        </Empty>
    }
}

#[component]
fn Quantity(course: CourseId, one: Quote) -> impl IntoView {
    let hint = one_costs(&one);
    view! {
        <PostForm action=ChooseOwnQuantity::url()>
            <input type="hidden" name="course" value=course.to_string()/>
            <Field field=Name::Amount label="Credits" kind="number" hint/>
            <div class="btn-row">
                <button class="btn btn-primary">"Continue"</button><a class="btn" href=tab(course)>"Back"</a>
            </div>
        </PostForm>
    }
}

#[component]
fn Order(course: CourseId, quote: Quote) -> impl IntoView {
    let again = super::buy_page(course);
    view! { <Agree quote action=PlaceOwnOrder::url() course lands="Your credits on this course" again/> }
}

/// The manager's orders for a course; nothing before the first one.
#[component]
pub fn MyOrders(orders: Vec<OrderRow>) -> impl IntoView {
    let line = |row: OrderRow| {
        view! {
            <tr>
                <th scope="row"><a href=page_of(Role::Manager, row.id)>{format!("Order {}", row.number)}</a></th>
                <td data-label="State"><State state=row.state.as_str() label=row.state.label()/></td>
                <td data-label="Credits" class="num">{format::number(row.quantity)}</td>
                <td data-label="Total" class="num">{row.total.to_string()}</td>
                <td data-label="Ordered"><When at=row.ordered/></td>
            </tr>
        }
    };
    (!orders.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="orders">
                <header class="section-head"><h2 id="orders">"Purchases"</h2></header>
                <div class="table-wrap" role="group" aria-labelledby="orders" tabindex="0"><table class="table">
                    <thead><tr>
                        <th scope="col">"Order"</th><th scope="col">"State"</th><th scope="col" class="num">"Credits"</th>
                        <th scope="col" class="num">"Total"</th><th scope="col">"Ordered"</th>
                    </tr></thead>
                    <tbody>{orders.into_iter().map(line).collect_view()}</tbody>
                </table></div>
            </section>
        }
    })
}
