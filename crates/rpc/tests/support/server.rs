//! A server on loopback that keeps its connections open, and what came over them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// Answers everything on each connection with the same reply. It ends with the process.
pub(crate) struct Server {
    address: String,
    heads: Arc<Mutex<Vec<Vec<String>>>>,
}

impl Server {
    pub(crate) fn new(status: &str, body: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let server = Self { address, heads: Arc::clone(&heads) };
        let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/json");
        let reply = format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        thread::spawn(move || {
            for stream in listener.incoming() {
                let connection = {
                    let mut heads = heads.lock().unwrap();
                    heads.push(Vec::new());
                    heads.len() - 1
                };
                let (heads, reply) = (Arc::clone(&heads), reply.clone());
                thread::spawn(move || serve(stream.unwrap(), connection, &heads, &reply));
            }
        });
        server
    }

    /// `host:port`.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The heads of the requests, by connection.
    pub(crate) fn heads(&self) -> Vec<Vec<String>> {
        self.heads.lock().unwrap().clone()
    }
}

fn serve(mut stream: TcpStream, connection: usize, heads: &Mutex<Vec<Vec<String>>>, reply: &str) {
    let mut head = String::new();
    for line in BufReader::new(stream.try_clone().unwrap()).lines() {
        let Ok(line) = line else { return };
        if !line.is_empty() {
            head.push_str(&line);
            head.push('\n');
            continue;
        }
        heads.lock().unwrap()[connection].push(std::mem::take(&mut head));
        if stream.write_all(reply.as_bytes()).is_err() {
            return;
        }
    }
}
