//! The body of a reply of success -> a dynamic reply, and a struct with a member of every kind.
#![no_main]

use aliyun_rpc::Json;
use aliyun_rpc::dynamic::DynamicReply;
use aliyun_rpc::wire::{Read, Reader, decode, read_to_json};

/// A member of every kind that generated replies have.
#[derive(Clone, Default)]
struct Reply {
    text: String,
    int: Option<i64>,
    float: f64,
    flag: Option<bool>,
    any: Json,
    list: Vec<Inner>,
    wrapped: Vec<String>,
    inner: Option<Box<Reply>>,
}

#[derive(Clone, Default)]
struct Inner {
    numbers: Vec<i64>,
    secret: Option<String>,
}

impl Read for Inner {
    fn read(&mut self, reader: &mut dyn Reader) {
        reader.field("N", &mut self.numbers);
        reader.secret("S", &mut self.secret);
    }
}

impl Read for Reply {
    fn read(&mut self, reader: &mut dyn Reader) {
        reader.field("T", &mut self.text);
        reader.field("I", &mut self.int);
        reader.field("F", &mut self.float);
        reader.field("B", &mut self.flag);
        reader.field("A", &mut self.any);
        reader.field("L", &mut self.list);
        reader.wrapped("W", "w", &mut self.wrapped);
        reader.field("R", &mut self.inner);
    }
}

libfuzzer_sys::fuzz_target!(|body: &[u8]| {
    let mut dynamic = DynamicReply::default();
    if decode(body, &mut dynamic).is_ok() {
        let _ = format!("{dynamic:?}");
        let printed = dynamic.body.to_string();
        let mut again = DynamicReply::default();
        assert_eq!(decode(printed.as_bytes(), &mut again), Ok(()), "{printed}");
    }
    let mut typed = Reply::default();
    if let Err(error) = decode(body, &mut typed) {
        assert!(!error.to_string().is_empty());
    }
    // What was read is there, whole or in part, and reads back as what it is.
    let shown = read_to_json(&mut typed);
    let mut again = Reply::default();
    assert_eq!(decode(shown.to_string().as_bytes(), &mut again), Ok(()), "{shown}");
    assert_eq!(read_to_json(&mut again), shown);
});
