//! The peers that are crates: aho-corasick and daachorse.
//!
//!     peers ENGINE SURFACES TEXT
//!
//! Patterns are ` surface `, and the search goes on one byte before a match's end, because the space that closes one
//! match may open the next.

use std::io::{self, BufRead, Read};
use std::time::Instant;

use aho_corasick::automaton::Automaton;
use aho_corasick::nfa::{contiguous, noncontiguous};
use aho_corasick::{dfa, Anchored, Input, MatchKind, StartKind};
use daachorse::{DoubleArrayAhoCorasick, DoubleArrayAhoCorasickBuilder};

/// States up to this depth are dense in the NFA: twice the crate's own depth was fastest on every bench dictionary.
const DENSE_DEPTH: usize = 4;
/// A DFA that would take more than this is left out.
const DFA_BYTES_MAX: usize = 4 << 30;
/// How much of the text daachorse may see while it builds, to lay out its states.
const SAMPLE_BYTES: u64 = 4 << 20;

trait Engine {
    const VERSION: &'static str;
    fn bytes(&self) -> usize;
    /// The end of the leftmost longest match in `text` from `begin` on.
    fn find(&self, text: &[u8], begin: usize) -> Option<usize>;
}

macro_rules! aho_corasick_engine {
    ($automaton:ty) => {
        impl Engine for $automaton {
            const VERSION: &'static str = "1.1.5";
            fn bytes(&self) -> usize {
                self.memory_usage()
            }
            #[inline(always)]
            fn find(&self, text: &[u8], begin: usize) -> Option<usize> {
                let input = Input::new(text).range(begin..).anchored(Anchored::No);
                self.try_find(&input).unwrap().map(|found| found.end())
            }
        }
    };
}

aho_corasick_engine!(contiguous::NFA);
aho_corasick_engine!(dfa::DFA);

impl Engine for DoubleArrayAhoCorasick<u32> {
    const VERSION: &'static str = "5.1.0";
    fn bytes(&self) -> usize {
        self.heap_bytes()
    }
    #[inline(always)]
    fn find(&self, text: &[u8], begin: usize) -> Option<usize> {
        self.leftmost_find_iter(&text[begin..]).next().map(|found| begin + found.end())
    }
}

fn count<E: Engine>(engine: &E, text: &[u8]) -> u64 {
    let mut matches = 0;
    let mut begin = 0;
    while let Some(end) = engine.find(text, begin) {
        matches += 1;
        begin = end - 1;
    }
    matches
}

fn thread_seconds() -> f64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut now) };
    now.tv_sec as f64 + now.tv_nsec as f64 * 1e-9
}

/// The most memory that the process has had resident.
fn peak_bytes() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    line.split_whitespace().next().and_then(|word| word.parse::<usize>().ok()).unwrap_or(0) * 1024
}

/// Builds the engine, says that it is ready, and runs over the text for each line of standard input.
fn serve<E: Engine>(name: &str, text: &str, build: impl FnOnce() -> E) {
    let begin = Instant::now();
    let engine = build();
    let seconds = begin.elapsed().as_secs_f64();
    println!(
        "{{\"name\": \"{name}\", \"version\": \"{}\", \"build_seconds\": {seconds:.6}, \"peak_bytes\": {}, \
         \"model_bytes\": {}}}",
        E::VERSION,
        peak_bytes(),
        engine.bytes()
    );
    let text = std::fs::read(text).expect("the text can be read");
    for _ in io::stdin().lock().lines() {
        let (wall, begin) = (Instant::now(), thread_seconds());
        let matches = count(&engine, &text);
        println!(
            "{{\"seconds\": {:.6}, \"wall\": {:.6}, \"matches\": {matches}}}",
            thread_seconds() - begin,
            wall.elapsed().as_secs_f64()
        );
    }
}

/// An upper bound of what the DFA takes: a row of 256 numbers for each state of the trie. `patterns` are sorted.
fn dfa_bytes(patterns: &[Vec<u8>]) -> usize {
    let shared = |a: &[u8], b: &[u8]| a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let states: usize = patterns.iter().map(Vec::len).sum::<usize>()
        - patterns.windows(2).map(|pair| shared(&pair[0], &pair[1])).sum::<usize>();
    states * 256 * 4
}

fn read_patterns(path: &str) -> Vec<Vec<u8>> {
    let bytes = std::fs::read(path).expect("the surfaces can be read");
    let lines = bytes.strip_suffix(b"\n").unwrap_or(&bytes).split(|&byte| byte == b'\n');
    lines.map(|surface| [b" ", surface, b" "].concat()).collect()
}

fn read_sample(path: &str) -> Vec<u8> {
    let mut sample = Vec::new();
    let file = std::fs::File::open(path).expect("the text can be read");
    file.take(SAMPLE_BYTES).read_to_end(&mut sample).expect("the text can be read");
    sample
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, surfaces, text] = &arguments[..] else {
        panic!("usage: peers ENGINE SURFACES TEXT");
    };
    let patterns = read_patterns(surfaces);
    let longest = MatchKind::LeftmostLongest;
    match name.as_str() {
        "aho-corasick nfa" => serve(name, text, || {
            let mut builder = contiguous::Builder::new();
            builder.match_kind(longest).prefilter(false).dense_depth(DENSE_DEPTH).build(&patterns).unwrap()
        }),
        "aho-corasick dfa" if dfa_bytes(&patterns) > DFA_BYTES_MAX => {
            println!("{{\"skip\": \"the DFA would take {} GiB\"}}", dfa_bytes(&patterns) >> 30)
        }
        "aho-corasick dfa" => serve(name, text, || {
            let nfa = noncontiguous::Builder::new().match_kind(longest).prefilter(false).build(&patterns).unwrap();
            dfa::Builder::new().start_kind(StartKind::Unanchored).build_from_noncontiguous(&nfa).unwrap()
        }),
        "daachorse" => {
            let sample = read_sample(text);
            serve(name, text, || {
                DoubleArrayAhoCorasickBuilder::new()
                    .match_kind(daachorse::MatchKind::LeftmostLongest)
                    .use_prefilter(false)
                    .corpus([&sample])
                    .build(&patterns)
                    .unwrap()
            })
        }
        _ => panic!("no such engine: {name}"),
    }
}
