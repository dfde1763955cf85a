//! The process of a run, as the kernel knows it, so that other processes on the same machine notice when it is gone.

use std::{fs, io, sync::OnceLock};

use rustix::process::{Pid, test_kill_process};

/// This process: the boot id of its kernel, its pid namespace, its pid and its start time, separated by spaces. None if
/// the kernel does not report these.
pub(in crate::store) fn own() -> Option<&'static str> {
    static OWN: OnceLock<Option<String>> = OnceLock::new();
    let own = || Some(format!("{} {} {}", kernel()?, std::process::id(), State::of("self").ok()?.began));
    OWN.get_or_init(own).as_deref()
}

/// Whether a process named by [`own`] is certainly gone. Nothing is known about other machines and containers.
pub(in crate::store) fn is_gone(process: &str) -> bool {
    let Some(rest) = kernel().and_then(|kernel| process.strip_prefix(&kernel)?.strip_prefix(' ')) else {
        return false;
    };
    let Some((id, began)) = rest.split_once(' ') else { return false };
    let Some(pid) = id.parse().ok().and_then(Pid::from_raw) else { return false };
    if test_kill_process(pid) == Err(rustix::io::Errno::SRCH) {
        return true;
    }
    // Another process may have the pid by now. Nothing is known about a process that this one may not inspect.
    State::of(id).is_ok_and(|now| now.ended || now.began != began)
}

/// The running kernel, and the pid namespace of this process.
fn kernel() -> Option<String> {
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let namespace = fs::read_link("/proc/self/ns/pid").ok()?;
    Some(format!("{} {}", boot.trim(), namespace.to_str()?))
}

struct State {
    /// A zombie: only its entry is left, for its parent to read.
    ended: bool,
    /// Clock ticks from the boot to its start.
    began: String,
}

impl State {
    fn of(id: &str) -> io::Result<Self> {
        let text = fs::read_to_string(format!("/proc/{id}/stat"))?;
        // The name is in parentheses and may contain anything; the state follows, as the third field of 52.
        let fields = text.rsplit_once(')').map_or("", |(_, fields)| fields);
        let field = |number: usize| fields.split_whitespace().nth(number - 3).unwrap_or_default();
        Ok(Self { ended: matches!(field(3), "Z" | "X"), began: field(22).to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn process_is_gone_only_if_it_certainly_ended() {
        let own = own().unwrap();
        assert!(!is_gone(own));
        for unknown in [
            "",
            "x",
            own.rsplit_once(' ').unwrap().0,
            &own.replacen('-', "0", 1),
            &own.replacen('[', "[9", 1),
        ] {
            assert!(!is_gone(unknown), "{unknown}");
        }
        let reused = own.rsplit_once(' ').unwrap().0;
        assert!(is_gone(&format!("{reused} 1")), "another process has its id now");

        let mut child = Command::new("cat").stdin(Stdio::piped()).spawn().unwrap();
        let id = child.id().to_string();
        let named = format!("{} {id} {}", kernel().unwrap(), State::of(&id).unwrap().began);
        assert!(!is_gone(&named));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(is_gone(&named));
    }
}
