//! The command line over the library beside it.

fn main() -> std::process::ExitCode {
    xtask::run()
}
