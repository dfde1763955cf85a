use super::plain::plain;

const DEFAULT: &str = "127.0.0.1:8987";

/// The address that the web server listens on.
#[derive(Clone, Debug, clap::Args)]
pub struct ListenSettings {
    /// Address and port of the web server; port 0: any free port [env JIRA_SYNC_LISTEN]
    #[arg(long, env = "JIRA_SYNC_LISTEN", hide_env = true, value_name = "HOST:PORT", default_value = DEFAULT, value_parser = parse)]
    pub listen: String,
}

fn parse(text: &str) -> Result<String, String> {
    let text = plain(text);
    if text.is_empty() {
        return Ok(DEFAULT.to_owned());
    }
    let expected = || format!("expected HOST:PORT with a port of 0 to 65535, such as {DEFAULT}");
    let (host, port) = text.rsplit_once(':').ok_or_else(expected)?;
    let ipv6 = host.starts_with('[') && host.ends_with(']');
    if host.is_empty() || (host.contains(':') && !ipv6) || host.contains(char::is_whitespace) {
        return Err(expected());
    }
    port.parse::<u16>().map_err(|_| expected())?;
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_and_port_are_required() {
        for good in ["127.0.0.1:0", "localhost:80", "[::1]:8987", "0.0.0.0:65535"] {
            assert_eq!(parse(good).as_deref(), Ok(good));
        }
        for bad in ["8987", "127.0.0.1", ":80", "::1:80", "host:http", "host:65536", "my host:1"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
