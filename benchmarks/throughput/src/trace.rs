//! Real conversations: an hour of a service, token by token (`tests/data/README.md` names the source).

const TRACE: &str = include_str!("../../../tests/data/azure-llm-inference-2023-conv.csv");

/// What a conversation consumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conversation {
    /// Tokens that were read.
    pub input: u64,
    /// Tokens that were generated.
    pub output: u64,
}

/// The conversations, again and again.
pub struct Trace(Vec<Conversation>);

impl Trace {
    /// Reads them.
    pub fn new() -> Self {
        let conversation = |line: &str| {
            let mut tokens = line.split(',').skip(1).map_while(|number| number.parse().ok());
            Some(Conversation { input: tokens.next()?, output: tokens.next()? })
        };
        Self(TRACE.lines().filter_map(conversation).collect())
    }

    /// The conversation of that number, from the beginning again after the last.
    pub fn conversation(&self, number: u64) -> Conversation {
        let place = number.checked_rem(self.0.len() as u64).unwrap_or_default();
        self.0.get(place as usize).copied().unwrap_or(Conversation { input: 1, output: 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trace_has_a_conversation_for_each_line_and_starts_over() {
        let trace = Trace::new();
        assert_eq!(trace.0.len(), TRACE.lines().count() - 1);
        assert_eq!(trace.conversation(0), Conversation { input: 374, output: 44 });
        assert_eq!(trace.conversation(trace.0.len() as u64), trace.conversation(0));
    }
}
