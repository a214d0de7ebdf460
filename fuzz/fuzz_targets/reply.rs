//! The body of a reply of success -> a dynamic reply, and a struct with a member of every kind.
#![no_main]

use aliyun_rpc::Json;
use aliyun_rpc::dynamic::DynamicReply;
use aliyun_rpc::wire::{ReadFields, FieldReader, decode, read_to_json};

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

impl ReadFields for Inner {
    fn read(&mut self, reader: &mut dyn FieldReader) {
        reader.members("N\n*S", &mut [&mut self.numbers, &mut self.secret]);
    }
}

impl ReadFields for Reply {
    fn read(&mut self, reader: &mut dyn FieldReader) {
        reader.members(
            "T\nI\nF\nB\nA\nL\nW>w\nR",
            &mut [
                &mut self.text,
                &mut self.int,
                &mut self.float,
                &mut self.flag,
                &mut self.any,
                &mut self.list,
                &mut self.wrapped,
                &mut self.inner,
            ],
        );
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
