/// What a live stream reports, in the form in which tabs pass it on to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// The stream is open.
    Opened,
    /// The stream broke.
    Broke,
    Event {
        name: String,
        data: String,
        /// When the browser received it, milliseconds since 1970 by the browser's clock.
        received_at: i64,
    },
}

impl Frame {
    /// The text that [`Frame::decode`] reads.
    pub(crate) fn encode(&self) -> String {
        match self {
            Self::Opened => "opened".to_owned(),
            Self::Broke => "broke".to_owned(),
            Self::Event { name, data, received_at } => format!("event {received_at} {name} {data}"),
        }
    }

    /// None if the text is something else.
    pub(crate) fn decode(text: &str) -> Option<Self> {
        let mut words = text.splitn(4, ' ');
        match words.next()? {
            "opened" => Some(Self::Opened),
            "broke" => Some(Self::Broke),
            "event" => {
                let received_at = words.next()?.parse().ok()?;
                Some(Self::Event {
                    received_at,
                    name: words.next()?.to_owned(),
                    data: words.next()?.to_owned(),
                })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Frame;

    #[test]
    fn other_tabs_read_what_one_tab_writes() {
        let event =
            Frame::Event { name: "run".to_owned(), data: r#"{"a": "b c"}"#.to_owned(), received_at: 12 };
        for frame in [Frame::Opened, Frame::Broke, event] {
            assert_eq!(Frame::decode(&frame.encode()), Some(frame));
        }
        assert_eq!(Frame::decode("hello"), None);
    }
}
