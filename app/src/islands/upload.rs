//! Shows how far an upload has come. It stands inside the form it sends; without it the form sends itself.

use leptos::{
    html,
    prelude::*,
    wasm_bindgen::{JsCast, JsValue},
};
use web_sys::{
    Element, Event, FormData, HtmlFormElement, HtmlInputElement, ProgressEvent, XmlHttpRequest,
    XmlHttpRequestResponseType,
};

use super::dom::{form_around, on};

/// Said where the connection ended before an answer came.
const BROKEN: &str = "The upload broke off and nothing was kept. Check the connection, then try again.";

/// The id of the line with the reason.
const PROBLEM: &str = "upload-problem";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Waiting,
    Sending,
    Reading,
    Refused,
}

/// What the island shows, in signals; cheap to hand to every listener.
#[derive(Clone, Copy)]
struct Upload {
    phase: RwSignal<Phase>,
    /// Sent and in all, in kilobytes: 2 GB fit, and whole numbers need no float formatting in the wasm.
    kilobytes: RwSignal<(u32, u32)>,
    problem: RwSignal<String>,
}

impl Upload {
    fn works(self) -> bool {
        matches!(self.phase.get(), Phase::Sending | Phase::Reading)
    }

    fn says(self) -> &'static str {
        if self.phase.get() == Phase::Reading {
            "Reading the package…"
        } else {
            "Sending the package"
        }
    }

    /// "12 of 300 MB"; small files are counted in kB.
    fn count(self) -> String {
        let (sent, all) = self.kilobytes.get();
        match (self.phase.get(), all) {
            (Phase::Sending, 10_000..) => format!("{} of {} MB", sent / 1_000, all / 1_000),
            (Phase::Sending, _) => format!("{sent} of {all} kB"),
            _ => String::new(),
        }
    }

    fn refuse(self, form: &HtmlFormElement, sentence: String) {
        self.problem.set(sentence);
        self.phase.set(Phase::Refused);
        busy(form, false);
        mark(form, true);
    }
}

/// A bar, a count and, where the package is refused, the reason.
#[island]
pub fn UploadProgress() -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    let upload = Upload {
        phase: RwSignal::new(Phase::Waiting),
        kilobytes: RwSignal::new((0, 0)),
        problem: RwSignal::new(String::new()),
    };
    // Once per megabyte is often enough for people who listen.
    let count = Memo::new(move |_| upload.count());
    place.on_load(move |place| listen(&place, upload));
    view! {
        <div class="field" node_ref=place hidden=move || upload.phase.get() == Phase::Waiting>
            <div class="progress" hidden=move || !upload.works()>
                <label for="upload-progress">{move || upload.says()}</label>
                <progress id="upload-progress" max=move || upload.kilobytes.get().1.max(1).to_string()
                    value=move || (upload.phase.get() == Phase::Sending).then(|| upload.kilobytes.get().0.to_string())>
                </progress>
                <p class="count" role="status">{move || count.get()}</p>
            </div>
            <p class="problem" id=PROBLEM role="alert" hidden=move || upload.phase.get() != Phase::Refused>{move || upload.problem.get()}</p>
        </div>
    }
}

/// Takes over the form's submit.
fn listen(place: &Element, upload: Upload) {
    let Some(form) = form_around(place) else { return };
    let target = form.clone();
    on(&target, "submit", move |event: Event| {
        event.prevent_default();
        let working = matches!(upload.phase.get_untracked(), Phase::Sending | Phase::Reading);
        if !working && fits(&form, upload) && send(&form, upload).is_err() {
            let _ = form.submit();
        }
    });
}

/// Whether the chosen file is within the limit the server wrote beside it.
fn fits(form: &HtmlFormElement, upload: Upload) -> bool {
    let Some(input) = form.query_selector("input[type=file]").ok().flatten() else {
        return true;
    };
    let input: HtmlInputElement = input.unchecked_into();
    let megabytes = input
        .get_attribute("data-limit")
        .and_then(|limit| limit.parse::<u32>().ok())
        .unwrap_or(u32::MAX);
    let size = input
        .files()
        .and_then(|files| files.get(0))
        .map_or(0.0, |file| file.size());
    if size <= f64::from(megabytes) * 1_000_000.0 {
        return true;
    }
    upload.refuse(form, input.get_attribute("data-too-large").unwrap_or_default());
    false
}

/// Sends the form. The server's answer is read as a page of which only the refusal's sentence is taken.
fn send(form: &HtmlFormElement, upload: Upload) -> Result<(), JsValue> {
    let body = FormData::new_with_form(form)?;
    let request = XmlHttpRequest::new()?;
    request.open("POST", &form.action())?;
    request.set_request_header("accept", "text/html")?;
    request.set_response_type(XmlHttpRequestResponseType::Document);
    let up = request.upload()?;
    on(&up, "progress", move |event: ProgressEvent| {
        upload.kilobytes.set((kilo(event.loaded()), kilo(event.total())));
    });
    on(&up, "load", move |_: Event| upload.phase.set(Phase::Reading));
    let (answer, sent) = (request.clone(), form.clone());
    on(&request, "load", move |_: Event| answered(&answer, &sent, upload));
    let sent = form.clone();
    on(&request, "error", move |_: Event| upload.refuse(&sent, BROKEN.into()));
    request.send_with_opt_form_data(Some(&body))?;
    upload.kilobytes.set((0, 0));
    upload.phase.set(Phase::Sending);
    busy(form, true);
    mark(form, false);
    Ok(())
}

/// Goes where a successful answer leads (a `Location` of its own, or where the redirect ended), or shows why
/// the package was refused.
fn answered(request: &XmlHttpRequest, form: &HtmlFormElement, upload: Upload) {
    if matches!(request.status(), Ok(200..300)) {
        let named = request.get_response_header("location").ok().flatten();
        let to = named.unwrap_or_else(|| request.response_url());
        let _ = window().location().assign(&to);
        return;
    }
    let page = request.response_xml().ok().flatten();
    let said = page.and_then(|page| {
        page.query_selector(".problem:not([hidden]), .flash[data-kind=stop] span, main > p")
            .ok()
            .flatten()
    });
    let sentence = said
        .and_then(|said| said.text_content())
        .unwrap_or_else(|| BROKEN.into());
    upload.refuse(form, sentence);
}

/// Ties the reason to the file control, or takes it off again.
fn mark(form: &HtmlFormElement, refused: bool) {
    let Some(input) = form.query_selector("input[type=file]").ok().flatten() else {
        return;
    };
    let described = input.get_attribute("aria-describedby").unwrap_or_default();
    let mut ids: Vec<&str> = described.split_whitespace().filter(|id| *id != PROBLEM).collect();
    if refused {
        ids.push(PROBLEM);
        let _ = input.set_attribute("aria-invalid", "true");
    } else {
        let _ = input.remove_attribute("aria-invalid");
    }
    let _ = input.set_attribute("aria-describedby", &ids.join(" "));
}

/// Locks the form's button while the island works.
fn busy(form: &HtmlFormElement, busy: bool) {
    if let Some(button) = form.query_selector("button").ok().flatten() {
        let _ = button.toggle_attribute_with_force("disabled", busy);
        let _ = button.set_attribute("aria-busy", if busy { "true" } else { "false" });
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sizes are positive and far below 4 TB"
)]
fn kilo(bytes: f64) -> u32 {
    (bytes / 1_000.0) as u32
}
