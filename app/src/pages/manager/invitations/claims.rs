//! The claims of a course's invitations: who wants to accept with another address than the invited one.

use lectern_contract::claims::ClaimRow;
use leptos::{prelude::*, server_fn::ServerFn};

use super::life::{ApproveClaim, DeclineClaim};
use crate::components::{FormButton, State, When};

/// The claims that wait; nothing where none does.
#[component]
pub fn Claims(claims: Vec<ClaimRow>) -> impl IntoView {
    (!claims.is_empty()).then(|| view! {
        <section class="section" aria-labelledby="claims">
            <header class="section-head"><h2 id="claims">"Claims"</h2></header>
            <p>"These people have the link of an invitation and want to accept it with their own address. Approving moves the invitation there, with a new link; its credit stays held."</p>
            <div class="table-wrap" role="group" aria-labelledby="claims" tabindex="0">
                <table class="table">
                    <caption><span class="visually-hidden">"Claims that wait for an answer"</span></caption>
                    <thead><tr>
                        <th scope="col">"Who asks"</th>
                        <th scope="col">"Instead of"</th>
                        <th scope="col">"Known"</th>
                        <th scope="col">"Asked on"</th>
                        <th scope="col" class="act"><span class="visually-hidden">"Answer"</span></th>
                    </tr></thead>
                    <tbody>{claims.into_iter().map(|claim| view! { <Claim claim/> }).collect_view()}</tbody>
                </table>
            </div>
        </section>
    })
}

#[component]
fn Claim(claim: ClaimRow) -> impl IntoView {
    let (state, label) = match claim.known {
        true => ("active", "Signed in as this"),
        false => ("attention", "Only typed"),
    };
    let fields = || vec![("claim", claim.id.to_string())];
    view! {
        <tr>
            <th scope="row">{claim.name.clone()}" "<span class="under">{claim.email.clone()}</span></th>
            <td data-label="Instead of">{claim.invited.clone()}</td>
            <td data-label="Known"><State state label/></td>
            <td data-label="Asked on"><When at=claim.asked/></td>
            <td class="act"><div class="btn-row">
                <FormButton action=ApproveClaim::url() fields=fields() class="btn btn-small" label="Approve"/>
                <FormButton action=DeclineClaim::url() fields=fields() class="btn btn-small" label="Decline"/>
            </div></td>
        </tr>
    }
}
