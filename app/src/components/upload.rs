//! The form that uploads a package. The server reads it as a stream, so its file comes last.

use lectern_contract::{Refusal, refusal::Field as Name};
use leptos::prelude::*;

use super::{
    PostForm,
    field::{Described, describe, hint_line, problem_line},
};
use crate::{caller::portal, format, islands::upload::UploadProgress};

/// A plain multipart form; with script its island shows how far the file has come.
#[component]
pub fn UploadForm(
    /// Where the package is posted to.
    #[prop(into)]
    action: String,
    /// What the button says.
    label: &'static str,
    /// The button's classes.
    #[prop(default = "btn btn-primary")]
    class: &'static str,
) -> impl IntoView {
    view! {
        <PostForm action id="upload" enctype="multipart/form-data">
            <PackageField/>
            <UploadProgress/>
            <div class="btn-row"><button class=class>{label}</button></div>
        </PostForm>
    }
}

/// The package's control. It carries the limit and its sentence, so that the island can refuse a file that is too
/// large before it is sent.
#[component]
fn PackageField() -> impl IntoView {
    let limit = portal().settings().upload_megabytes;
    let hint = format!(
        "SCORM 1.2, SCORM 2004, or web pages with an index page, as one .zip of at most {} MB.",
        format::count(limit)
    );
    view! { <FileField label="Package" hint accept=".zip,application/zip" limit required=true/> }
}

/// A file to choose.
#[component]
pub fn FileField(
    /// Its label.
    label: &'static str,
    /// Help below the label.
    hint: String,
    /// The kinds of file it takes, as browsers want them.
    accept: &'static str,
    /// Megabytes the file may have.
    limit: u64,
    /// Whether there must be one.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let too_large = Refusal::UploadTooLarge(limit).sentence();
    let Described { id, by, problem, .. } = describe(Name::File, &hint);
    let optional = (!required).then(|| view! { " "<span class="optional">"optional"</span> });
    view! {
        <div class="field">
            <label for=id.clone()>{label}{optional}</label>
            {hint_line(&id, hint)}
            <input id=id.clone() name=Name::File.name() type="file" accept=accept required=required
                data-limit=limit.to_string() data-too-large=too_large
                aria-invalid=problem.is_some().then_some("true") aria-describedby=by/>
            {problem_line(&id, problem)}
        </div>
    }
}
