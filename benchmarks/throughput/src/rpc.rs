//! A connection to a node: JSON-RPC 2.0 over one WebSocket, with any number of calls and subscriptions at once.

use futures::{SinkExt, StreamExt};
use serde::{de::DeserializeOwned, Deserialize, Serialize};
use serde_json::{value::RawValue, Value};
use std::{collections::HashMap, fmt};
use tokio::{
    net::TcpStream,
    sync::{mpsc, oneshot},
};
use tokio_tungstenite::{
    connect_async_with_config,
    tungstenite::{protocol::WebSocketConfig, Message},
    MaybeTlsStream, WebSocketStream,
};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;
type Answer = Result<Box<RawValue>, CallError>;
type Notifications = mpsc::UnboundedSender<Box<RawValue>>;

/// Why a call has no result.
#[derive(Clone, Debug)]
pub enum CallError {
    /// The node refused it.
    Refused(Refusal),
    /// It could not be made, or its answer not be read.
    Failed(String),
}

/// What a node says where it refuses a call.
#[derive(Clone, Debug, Deserialize)]
pub struct Refusal {
    /// The number of the error: of JSON-RPC, or of the SDK from 1000 on.
    pub code: i64,
    /// What went wrong.
    pub message: String,
    /// More of it.
    pub data: Option<Value>,
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(Refusal { code, message, data: Some(data) }) => {
                write!(f, "{message} ({code}): {data}")
            }
            Self::Refused(Refusal { code, message, data: None }) => write!(f, "{message} ({code})"),
            Self::Failed(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for CallError {}

fn failed(reason: impl fmt::Display) -> CallError {
    CallError::Failed(reason.to_string())
}

struct Request {
    method: &'static str,
    params: Box<RawValue>,
    answer: oneshot::Sender<Answer>,
    /// Where what is notified goes, if it is a subscription.
    notifications: Option<Notifications>,
}

/// A connection. Its clones share it; it is closed with the last of them.
#[derive(Clone)]
pub struct Rpc {
    requests: mpsc::UnboundedSender<Request>,
}

impl Rpc {
    /// Connects to `ws://…`.
    pub async fn connect(url: &str) -> anyhow::Result<Self> {
        // Blocks that are full of receipts are megabytes.
        let config = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        let (socket, _) = connect_async_with_config(url, Some(config), true).await?;
        let (requests, incoming) = mpsc::unbounded_channel();
        tokio::spawn(Driver::default().run(socket, incoming));
        Ok(Self { requests })
    }

    /// Calls a method and waits for its result.
    pub async fn call<T: DeserializeOwned>(
        &self,
        method: &'static str,
        params: impl Serialize,
    ) -> Result<T, CallError> {
        let result = self.request(method, params, None).await?;
        serde_json::from_str(result.get()).map_err(|error| failed(format!("answer to {method}: {error}")))
    }

    /// Subscribes. What is notified can be received until the connection is closed.
    pub async fn subscribe(
        &self,
        method: &'static str,
        params: impl Serialize,
    ) -> Result<mpsc::UnboundedReceiver<Box<RawValue>>, CallError> {
        let (sender, receiver) = mpsc::unbounded_channel();
        self.request(method, params, Some(sender)).await?;
        Ok(receiver)
    }

    async fn request(
        &self,
        method: &'static str,
        params: impl Serialize,
        notifications: Option<Notifications>,
    ) -> Answer {
        let params = serde_json::value::to_raw_value(&params).map_err(failed)?;
        let (answer, answered) = oneshot::channel();
        let gone = |_| failed("the connection to the node is closed");
        self.requests.send(Request { method, params, answer, notifications }).map_err(|_| gone(()))?;
        answered.await.map_err(|_| gone(()))?
    }
}

/// What a node sends: the answer to a request, or what is notified.
#[derive(Deserialize)]
struct Incoming {
    id: Option<u64>,
    result: Option<Box<RawValue>>,
    error: Option<Refusal>,
    params: Option<Notification>,
}

#[derive(Deserialize)]
struct Notification {
    subscription: String,
    result: Box<RawValue>,
}

#[derive(Serialize)]
struct Outgoing<'a> {
    jsonrpc: &'static str,
    id: u64,
    method: &'static str,
    params: &'a RawValue,
}

/// Owns the socket.
#[derive(Default)]
struct Driver {
    next_id: u64,
    pending: HashMap<u64, (oneshot::Sender<Answer>, Option<Notifications>)>,
    subscriptions: HashMap<String, Notifications>,
}

impl Driver {
    async fn run(mut self, mut socket: Socket, mut requests: mpsc::UnboundedReceiver<Request>) {
        loop {
            tokio::select! {
                request = requests.recv() => {
                    let Some(request) = request else { break };
                    let Some(text) = self.register(request) else { continue };
                    if socket.send(Message::text(text)).await.is_err() {
                        break;
                    }
                }
                message = socket.next() => match message {
                    Some(Ok(Message::Text(text))) => self.receive(&text),
                    Some(Ok(_)) => (),
                    Some(Err(_)) | None => break,
                }
            }
        }
    }

    fn register(&mut self, request: Request) -> Option<String> {
        let Request { method, params, answer, notifications } = request;
        let id = self.next_id;
        self.next_id += 1;
        let outgoing = Outgoing { jsonrpc: "2.0", id, method, params: &params };
        let text = serde_json::to_string(&outgoing).ok()?;
        self.pending.insert(id, (answer, notifications));
        Some(text)
    }

    fn receive(&mut self, text: &str) {
        let Ok(incoming) = serde_json::from_str::<Incoming>(text) else { return };
        if let Some(Notification { subscription, result }) = incoming.params {
            if let Some(notifications) = self.subscriptions.get(&subscription) {
                // Nobody may be listening any more.
                let _ = notifications.send(result);
            }
            return;
        }
        let Some((answer, notifications)) = incoming.id.and_then(|id| self.pending.remove(&id)) else {
            return;
        };
        let result = match (incoming.result, incoming.error) {
            (_, Some(refusal)) => Err(CallError::Refused(refusal)),
            (Some(result), None) => Ok(result),
            // `null` is an answer too.
            (None, None) => RawValue::from_string("null".into()).map_err(failed),
        };
        if let (Some(notifications), Ok(id)) = (notifications, &result) {
            if let Ok(id) = serde_json::from_str::<String>(id.get()) {
                self.subscriptions.insert(id, notifications);
            }
        }
        // Whoever asked may have gone.
        let _ = answer.send(result);
    }
}
