//! A stand-in for Stripe: speaks its wire format over a socket, remembers what it was asked, and signs what it says
//! as Stripe does.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use lectern_app::caller::form_fields;
use lectern_server::config::{Config, PaymentProvider};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::{net::TcpListener, task::JoinHandle};

/// The key this stand-in knows its customer by.
const KEY: &str = "sk_test_of_the_house";
/// What it signs its words with.
pub const SECRET: &str = "whsec_of_the_house";

/// How it feels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Does what it is asked.
    Works,
    /// Answers 500.
    Broken,
    /// Answers 400 with an error of Stripe's form.
    Refuses,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its idempotency key.
    pub key: String,
    /// Its fields.
    pub form: BTreeMap<String, String>,
}

#[derive(Debug)]
struct Desk {
    mood: Mood,
    asked: Vec<Asked>,
    /// Payment pages by id, as they are shown.
    pages: BTreeMap<String, Value>,
    /// What an idempotency key was answered, and for which body.
    answered: BTreeMap<String, (Bytes, String)>,
}

/// The stand-in; it ends with the test.
#[derive(Debug)]
pub struct StandIn {
    port: u16,
    desk: Arc<Mutex<Desk>>,
    listens: JoinHandle<()>,
}

type Shared = Arc<Mutex<Desk>>;

fn lock(desk: &Shared) -> MutexGuard<'_, Desk> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

impl StandIn {
    /// Starts listening.
    pub async fn start() -> Self {
        let desk = Arc::new(Mutex::new(Desk {
            mood: Mood::Works,
            asked: Vec::new(),
            pages: BTreeMap::new(),
            answered: BTreeMap::new(),
        }));
        let router = Router::new()
            .route("/v1/checkout/sessions", post(open))
            .route("/v1/checkout/sessions/{id}", get(look))
            .route("/v1/checkout/sessions/{id}/expire", post(expire))
            .with_state(desk.clone());
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let listens = tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        Self { port, desk, listens }
    }

    /// Makes a portal use it.
    pub fn configure(&self, config: &mut Config) {
        config.payment.provider = PaymentProvider::Stripe;
        config.payment.stripe_url = format!("http://127.0.0.1:{}", self.port);
        config.payment.stripe_key = KEY.into();
        config.payment.stripe_webhook_secret = SECRET.into();
    }

    /// Changes its mood.
    pub fn feel(&self, mood: Mood) {
        lock(&self.desk).mood = mood;
    }

    /// What it was asked to open, in order.
    pub fn asked(&self) -> Vec<Asked> {
        lock(&self.desk).asked.clone()
    }

    /// The newest payment page.
    pub fn page(&self) -> Value {
        lock(&self.desk)
            .pages
            .values()
            .next_back()
            .expect("a payment page")
            .clone()
    }

    /// Somebody pays on the newest payment page; answers the page as events show it.
    pub fn pay(&self) -> Value {
        let mut desk = lock(&self.desk);
        let page = desk.pages.values_mut().next_back().expect("a payment page");
        page["status"] = json!("complete");
        page["payment_status"] = json!("paid");
        page["url"] = Value::Null;
        page.clone()
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.listens.abort();
    }
}

/// An event as Stripe would send it.
pub fn event(id: &str, kind: &str, object: &Value) -> String {
    json!({
        "id": id, "object": "event", "api_version": "2024-06-20", "created": 1_772_445_600, "livemode": false,
        "type": kind, "data": { "object": object }, "pending_webhooks": 1, "request": { "id": null },
    })
    .to_string()
}

/// The header with the signature of a body.
pub fn signed(body: &str, time: i64) -> String {
    format!("t={time},v1={}", signature(SECRET, body, time))
}

/// One signature.
pub fn signature(secret: &str, body: &str, time: i64) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
    mac.update(format!("{time}.{body}").as_bytes());
    HEXLOWER.encode(&mac.finalize().into_bytes())
}

fn error(status: StatusCode, kind: &str, message: &str) -> Response {
    (status, Json(json!({ "error": { "type": kind, "message": message } }))).into_response()
}

/// What Stripe answers before it looks at the request; none where it goes on.
fn gate(desk: &Desk, headers: &HeaderMap) -> Option<Response> {
    let key = headers.get("authorization").and_then(|value| value.to_str().ok());
    if key != Some(&format!("Bearer {KEY}")) {
        return Some(error(
            StatusCode::UNAUTHORIZED,
            "invalid_request_error",
            "Invalid API Key provided",
        ));
    }
    assert_eq!(headers.get("stripe-version").expect("a version"), "2024-06-20");
    match desk.mood {
        Mood::Works => None,
        Mood::Broken => Some(error(
            StatusCode::INTERNAL_SERVER_ERROR,
            "api_error",
            "Something is wrong",
        )),
        Mood::Refuses => Some(error(
            StatusCode::BAD_REQUEST,
            "invalid_request_error",
            "Amount too large",
        )),
    }
}

async fn open(State(desk): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    let mut desk = lock(&desk);
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned()
    };
    let form: BTreeMap<String, String> = form_fields(&String::from_utf8_lossy(&body)).into_iter().collect();
    let key = text("idempotency-key");
    desk.asked.push(Asked {
        key: key.clone(),
        form: form.clone(),
    });
    if let Some(answer) = gate(&desk, &headers) {
        return answer;
    }
    assert_eq!(text("content-type"), "application/x-www-form-urlencoded");
    if let Some((before, id)) = desk.answered.get(&key) {
        return match *before == body {
            true => Json(desk.pages[id].clone()).into_response(),
            false => error(
                StatusCode::BAD_REQUEST,
                "idempotency_error",
                "Keys belong to one request",
            ),
        };
    }
    let id = format!("cs_test_{:04}", desk.pages.len() + 1);
    let page = page(&id, &form);
    desk.pages.insert(id.clone(), page.clone());
    desk.answered.insert(key, (body, id));
    Json(page).into_response()
}

/// The page, with the total that its lines make.
fn page(id: &str, form: &BTreeMap<String, String>) -> Value {
    let number = |name: String| form.get(&name).map(|text| text.parse::<i64>().expect("a number"));
    let line = |at: usize| {
        let amount = number(format!("line_items[{at}][price_data][unit_amount]"))?;
        Some(amount * number(format!("line_items[{at}][quantity]")).expect("a quantity"))
    };
    let total: i64 = (0..).map_while(line).sum();
    assert_eq!(form["mode"], "payment");
    json!({
        "id": id, "object": "checkout.session", "mode": "payment", "status": "open", "payment_status": "unpaid",
        "url": format!("https://checkout.stripe.example/c/pay/{id}"), "amount_total": total,
        "currency": form["line_items[0][price_data][currency]"], "client_reference_id": form["client_reference_id"],
        "metadata": { "order": form["metadata[order]"] }, "payment_intent": id.replace("cs_", "pi_"),
        "success_url": form["success_url"], "cancel_url": form["cancel_url"], "customer_email": form["customer_email"],
    })
}

async fn look(State(desk): State<Shared>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let desk = lock(&desk);
    if let Some(answer) = gate(&desk, &headers) {
        return answer;
    }
    match desk.pages.get(&id) {
        Some(page) => Json(page.clone()).into_response(),
        None => error(
            StatusCode::NOT_FOUND,
            "invalid_request_error",
            "No such checkout.session",
        ),
    }
}

async fn expire(State(desk): State<Shared>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let mut desk = lock(&desk);
    if let Some(answer) = gate(&desk, &headers) {
        return answer;
    }
    match desk.pages.get_mut(&id) {
        Some(page) if page["status"] == "open" => {
            page["status"] = json!("expired");
            Json(page.clone()).into_response()
        }
        Some(_) => error(
            StatusCode::BAD_REQUEST,
            "invalid_request_error",
            "Only open sessions can be expired",
        ),
        None => error(
            StatusCode::NOT_FOUND,
            "invalid_request_error",
            "No such checkout.session",
        ),
    }
}
