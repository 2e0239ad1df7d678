//! Progress: bars with rate and remaining time on a terminal, plain lines elsewhere, nothing with `--json`.

use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use passerelle_core::key::Kind;
use passerelle_engine::ports::store::DocumentState;
use passerelle_engine::{Event, Observer};

use crate::cli::Cli;
use crate::err;
use crate::words::Words;

/// Time between two plain lines of one kind.
const BETWEEN_LINES: Duration = Duration::from_secs(5);

enum Form {
    Silent,
    Lines,
    Bars(MultiProgress),
}

struct Part {
    name: String,
    done: u64,
    total: u64,
    begun: Option<Instant>,
    told: Instant,
    bar: Option<ProgressBar>,
}

/// Shows how a run goes on.
pub struct Progress {
    form: Form,
    names: BTreeMap<Kind, String>,
    seen: String,
    words: Words,
    parts: Mutex<BTreeMap<Kind, Part>>,
}

impl Progress {
    /// Bars when standard error is a terminal.
    pub fn new(cli: &Cli, words: &Words) -> Self {
        let form = if cli.json {
            Form::Silent
        } else if std::io::stderr().is_terminal() {
            Form::Bars(MultiProgress::new())
        } else {
            Form::Lines
        };
        let names =
            Kind::JOBS.iter().map(|kind| (*kind, words.say(&format!("kind-{}", kind.word()), &[]))).collect();
        Self {
            form,
            names,
            seen: words.say("progress-seen", &[]),
            words: Words::choose(cli.lang.as_deref()),
            parts: Mutex::default(),
        }
    }

    /// Takes the bars away and tells the last numbers.
    pub fn finish(&self) {
        let parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        for part in parts.values() {
            match &part.bar {
                Some(bar) => bar.finish(),
                None if matches!(self.form, Form::Lines) => err!("{}", line(part)),
                None => {}
            }
        }
    }

    fn part<'a>(&self, parts: &'a mut BTreeMap<Kind, Part>, kind: Kind) -> &'a mut Part {
        parts.entry(kind).or_insert_with(|| {
            let name = self.names.get(&kind).cloned().unwrap_or_default();
            let bar = match &self.form {
                Form::Bars(bars) => {
                    let bar = bars.add(ProgressBar::new(0));
                    let style = ProgressStyle::with_template(
                        "{prefix:16} {wide_bar:.cyan/blue} {pos}/{len}  {per_sec}  {eta}",
                    );
                    if let Ok(style) = style {
                        bar.set_style(style);
                    }
                    bar.set_prefix(name.clone());
                    Some(bar)
                }
                _ => None,
            };
            Part { name, done: 0, total: 0, begun: None, told: Instant::now(), bar }
        })
    }
}

fn line(part: &Part) -> String {
    let millis = part.begun.map_or(0, |begun| begun.elapsed().as_millis()).max(1);
    let tenths = u128::from(part.done) * 10_000 / millis;
    format!("{}: {}/{} ({}.{}/s)", part.name, part.done, part.total.max(part.done), tenths / 10, tenths % 10)
}

impl Observer for Progress {
    fn notice(&self, event: &Event) {
        if matches!(self.form, Form::Silent) {
            return;
        }
        let mut parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            Event::Discovering { what, seen } => {
                let what = self.words.say(&format!("listing-{}", what.replace('_', "-")), &[]);
                let text = format!("{what}: {seen} {}", self.seen);
                match &self.form {
                    Form::Bars(bars) => {
                        let _ = bars.println(text);
                    }
                    _ => err!("{text}"),
                }
            }
            Event::Due { kind, count } => {
                let part = self.part(&mut parts, *kind);
                part.total = part.done + count;
                if let Some(bar) = &part.bar {
                    bar.set_length(part.total);
                }
            }
            // What waits for others, or is tried again, has not come to its end: it is counted when it has.
            Event::Ended { state: DocumentState::Parked | DocumentState::Retrying, .. } => {}
            Event::Ended { key, .. } => {
                let plain = matches!(self.form, Form::Lines);
                let part = self.part(&mut parts, key.kind);
                part.done += 1;
                part.begun.get_or_insert_with(Instant::now);
                if let Some(bar) = &part.bar {
                    bar.set_position(part.done);
                }
                if plain && part.told.elapsed() >= BETWEEN_LINES {
                    part.told = Instant::now();
                    err!("{}", line(part));
                }
            }
            Event::Pausing { seconds, explanation } => {
                let args = [("seconds", seconds.to_string()), ("why", self.words.explain(explanation))];
                let text = self.words.say("progress-pausing", &args);
                match &self.form {
                    Form::Bars(bars) => {
                        let _ = bars.println(text);
                    }
                    _ => err!("{text}"),
                }
            }
        }
    }
}
