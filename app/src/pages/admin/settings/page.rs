//! The settings' page: one fieldset per part of the portal.

use lectern_contract::{
    refusal::Field as Name,
    settings::{Proration, RefundPolicy, Settings},
    watch::Thresholds,
};
use lectern_domain::{credits::watch::thresholds, settings};
use leptos::{prelude::*, server_fn::ServerFn};

use super::actions::{ChangeSettings, SetThresholds};
use crate::{
    caller::caller,
    components::{Choice, Field, Head, PostForm, SelectField, screen},
};

/// `/admin/settings`
#[component]
pub fn SettingsPage() -> impl IntoView {
    let caller = caller();
    screen(async move {
        let caller = caller?;
        let settings = settings::show(caller.portal.reader(), caller.actor()).await?;
        let low = thresholds::show(caller.portal.reader(), caller.actor()).await?;
        Ok(view! {
            <main class="page" id="main" tabindex="-1">
                <Head title="Settings" sub="They hold from the moment they are saved; what was done before stays as it was."/>
                <PostForm action=ChangeSettings::url()>
                    <InvitationSettings settings/>
                    <RefundSettings settings/>
                    <PlanSettings settings/>
                    <div class="btn-row"><button class="btn btn-primary">"Save"</button></div>
                </PostForm>
                <LowBalances low/>
            </main>
        })
    })
}

/// When people are told of low balances. A form of its own: what it changes holds for accounts at once.
#[component]
fn LowBalances(low: Thresholds) -> impl IntoView {
    view! {
        <section class="section" aria-labelledby="low">
            <header class="section-head"><h2 id="low">"Low balances"</h2></header>
            <p>"Give a number of credits, or a percentage of what was there when credits last came; “off” tells nobody. Whoever is told gets one letter each time a balance falls to it, and one for the last credit."</p>
            <PostForm action=SetThresholds::url() id="low-form">
                <Field field=Name::LowPool label="The pool" short=true value=low.pool.to_string() hint="The admins are told."/>
                <Field field=Name::LowCourse label="A course’s unassigned credits" short=true value=low.course.to_string()
                    hint="The admins are told. Off at first, because these credits are mostly passed on to managers."/>
                <Field field=Name::LowManagers label="A manager’s credits on a course" short=true value=low.managers.to_string()
                    hint="That manager is told. A course can have thresholds of its own, on its page."/>
                <div class="btn-row"><button class="btn btn-primary">"Set thresholds"</button></div>
            </PostForm>
        </section>
    }
}

/// How invitations behave.
#[component]
fn InvitationSettings(settings: Settings) -> impl IntoView {
    view! {
        <h2>"Invitations"</h2>
        <Field field=Name::InvitationDays label="Days to accept" kind="number" value=settings.invitation_days.to_string()
            hint="From 1 to 180. Invitations on their way keep the end that stands in their letter."/>
        <Choice name="reminders" value="true" label="Remind invited people who have not answered, and learners of what they have to take again" checked=settings.reminders/>
    }
}

/// When a withdrawn learner's credit comes back.
#[component]
fn RefundSettings(settings: Settings) -> impl IntoView {
    let options = RefundPolicy::ALL
        .iter()
        .map(|policy| (policy.to_string(), policy.label().to_owned()))
        .collect();
    view! {
        <h2>"Refunds"</h2>
        <SelectField field=Name::RefundPolicy label="A withdrawal returns the credit" options value=settings.refund_policy.to_string()
            hint="To where it came from, once; to the course where that manager manages it no more."/>
        <Field field=Name::RefundPercent label="Progress in percent" kind="number" value=settings.refund_percent.to_string()
            hint="Used by “Below a progress”: from this progress on the credit stays consumed."/>
        <Field field=Name::RefundDays label="Days from the enrollment" kind="number" value=settings.refund_days.to_string()
            hint="Used by “Within some days of the enrollment”."/>
    }
}

/// How plans grant and lapse, and who may buy.
#[component]
fn PlanSettings(settings: Settings) -> impl IntoView {
    let options = Proration::ALL
        .iter()
        .map(|way| (way.to_string(), way.label().to_owned()))
        .collect();
    view! {
        <h2>"Plans and credits"</h2>
        <SelectField field=Name::Proration label="Monthly grants" options value=settings.proration.to_string()
            hint="500 credits a year are 41, 42, 42, 41, … each month, or 41 each."/>
        <Field field=Name::GraceDays label="Days of grace" kind="number" value=settings.grace_days.to_string()
            hint="How long a lapsed plan’s credits stay frozen before they expire; renewing within it frees them."/>
        <Choice name="managers_can_buy" value="true" label="Managers may buy credits themselves" checked=settings.managers_can_buy/>
    }
}
