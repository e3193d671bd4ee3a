//! The thread that works: it looks at texts that have changed, and answers requests.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use lsp_server::{ErrorCode, Request, RequestId};
use serde_json::Value;

use super::client::{Client, Refusal};
use super::diagnostics;
use super::document::Documents;
use super::encoding::Encoding;
use super::published::Published;
use super::queue::{Queue, Task, Texts};
use super::requests;
use super::root::{Depth, Root, Surroundings};
use super::view::View;
use crate::fs::FileSystem;

/// Where all checks of a project take longer, those of several zones are put off until nothing was typed for a moment.
const AT_ONCE: Duration = Duration::from_millis(20);
const MOMENT: Duration = Duration::from_millis(150);

/// What the client asks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct ClientOptions {
    pub(super) encoding: Encoding,
    pub(super) takes_versions: bool,
    /// No check is put off, however long it takes.
    pub(super) at_once: bool,
}

/// Does all that the queue has until it ends.
pub(super) struct Worker<'w> {
    queue: &'w Queue,
    client: Client<'w>,
    fs: &'w dyn FileSystem,
    clock: &'w (dyn Fn() -> u32 + Sync),
    options: ClientOptions,
    texts: Texts,
    /// The projects, by where they begin.
    roots: BTreeMap<PathBuf, Root>,
    /// Where the project of each open text begins.
    root_of: HashMap<String, PathBuf>,
    published: Published,
    /// How long all checks of a project took.
    took: HashMap<PathBuf, Duration>,
    /// The projects of which checks were put off.
    left: BTreeSet<PathBuf>,
    due: Option<Instant>,
}

impl<'w> Worker<'w> {
    pub(super) fn new(
        queue: &'w Queue,
        client: Client<'w>,
        fs: &'w dyn FileSystem,
        clock: &'w (dyn Fn() -> u32 + Sync),
        options: ClientOptions,
    ) -> Worker<'w> {
        Worker {
            queue,
            client,
            fs,
            clock,
            options,
            texts: Texts::default(),
            roots: BTreeMap::new(),
            root_of: HashMap::new(),
            published: Published::default(),
            took: HashMap::new(),
            left: BTreeSet::new(),
            due: None,
        }
    }

    pub(super) fn run(mut self) {
        loop {
            // What was looked at: a request sees changes before they are looked at, and they still have to be.
            let (task, texts) = self.queue.next(self.texts.seen, self.due);
            let before = std::mem::replace(&mut self.texts, texts);
            match task {
                Task::End => break,
                Task::Cancelled(id) => {
                    let refusal = Refusal::new(ErrorCode::RequestCanceled, "the request was cancelled");
                    self.client.answer(id, Err(refusal));
                }
                Task::Answer(request) => self.answer(request),
                Task::Look => {
                    self.guarded("looking at what was typed", Worker::look);
                    continue;
                }
                Task::Rest => {
                    self.guarded("checking the project", Worker::rest);
                    continue;
                }
            }
            self.texts.seen = before.seen;
        }
    }

    /// Does something. Where the program has a mistake, it is said and all is read again: the server goes on.
    fn guarded<R>(&mut self, doing: &str, work: impl FnOnce(&mut Self) -> R) -> Option<R> {
        let done = catch_unwind(AssertUnwindSafe(|| work(self)));
        if done.is_err() {
            self.roots.clear();
            self.left.clear();
            self.due = None;
            self.client.log(&format!("a mistake in zonelint stopped it {doing}; please report it"));
        }
        done.ok()
    }

    fn answer(&mut self, Request { id, method, params }: Request) {
        let answered = self.guarded(&format!("answering {method}"), |worker| worker.result(&method, params));
        let failed = || Err(Refusal::new(ErrorCode::InternalError, format!("a mistake in zonelint stopped {method}")));
        self.client.answer(RequestId::clone(&id), answered.unwrap_or_else(failed));
    }

    fn result(&mut self, method: &str, params: Value) -> Result<Value, Refusal> {
        let paths: Vec<PathBuf> = match requests::document_of(&params) {
            Some(uri) => self.places().remove(uri).into_iter().collect(),
            None => self.places().into_values().collect::<BTreeSet<_>>().into_iter().collect(),
        };
        for path in &paths {
            self.refresh(path);
            if requests::asks_for_findings(method) {
                let (documents, around) = (self.documents_of(path), self.around());
                self.roots.get_mut(path).map(|root| root.check(&documents, Depth::Project, around, &|| false));
            }
        }
        let views: Vec<View> = paths.iter().filter_map(|path| Some(self.view(self.roots.get(path)?))).collect();
        requests::result(method, params, &views)
    }

    fn around(&self) -> Surroundings<'w> {
        Surroundings { fs: self.fs, now: (self.clock)() }
    }

    fn view<'v>(&'v self, root: &'v Root) -> View<'v> {
        let ClientOptions { encoding, takes_versions, .. } = self.options;
        View { root, documents: &self.texts.documents, encoding, takes_versions }
    }

    /// Where the project of each open text begins.
    fn places(&mut self) -> HashMap<String, PathBuf> {
        let Texts { documents, folders, .. } = &self.texts;
        let mut places = HashMap::new();
        for document in documents.values() {
            let known = self.root_of.remove(&document.uri);
            places.insert(document.uri.clone(), known.unwrap_or_else(|| Root::of(document, folders, self.fs)));
        }
        self.root_of.clone_from(&places);
        places
    }

    /// The open texts of a project.
    fn documents_of(&self, root: &Path) -> Documents {
        let is_of_root = |uri: &String| self.root_of.get(uri).is_some_and(|path| path == root);
        let all = self.texts.documents.iter().filter(|(uri, _)| is_of_root(uri));
        all.map(|(uri, document)| (uri.clone(), document.clone())).collect()
    }

    /// Has a project as the open texts are now.
    fn refresh(&mut self, path: &Path) {
        let (documents, disk, around) = (self.documents_of(path), self.texts.seen.disk, self.around());
        let is_fresh = self.roots.get_mut(path).is_some_and(|root| root.follow(&documents, disk, around));
        if !is_fresh {
            // The old one goes first: two of a large project may be too much.
            self.roots.remove(path);
            self.roots.insert(path.to_path_buf(), Root::read(path.to_path_buf(), &documents, disk, around));
        }
    }

    /// Looks at all that has changed, and says at once what is found soon.
    fn look(&mut self) {
        self.root_of.retain(|_, _| self.published.is_of(self.texts.seen.disk));
        self.published.now_of(self.texts.seen.disk);
        let places = self.places();
        for uri in self.published.closed(&self.texts.documents) {
            self.client.publish(uri, None, Vec::new());
        }
        let paths: BTreeSet<PathBuf> = places.into_values().collect();
        self.roots.retain(|path, _| paths.contains(path));
        self.left.retain(|path| paths.contains(path));
        for path in paths {
            let documents = self.documents_of(&path);
            if !self.published.has_news(&documents) && self.roots.contains_key(&path) {
                continue;
            }
            self.refresh(&path);
            let depth = match self.took.get(&path) {
                Some(took) if *took > AT_ONCE && !self.options.at_once => Depth::Zone,
                _ => Depth::Project,
            };
            self.check(&path, depth, &|| false);
            if depth == Depth::Zone {
                self.left.insert(path);
                self.due = Some(Instant::now() + MOMENT);
            }
        }
    }

    /// Does the checks that were put off, unless there is something to do that somebody waits for.
    fn rest(&mut self) {
        self.due = None;
        let (queue, seen) = (self.queue, self.texts.seen);
        self.places();
        while let Some(path) = self.left.pop_first() {
            self.refresh(&path);
            if !self.check(&path, Depth::Project, &|| queue.has_news(seen)) {
                self.left.insert(path);
                self.due = Some(Instant::now() + MOMENT);
                break;
            }
        }
    }

    /// Checks a project, and says what was found. Whether it was done.
    fn check(&mut self, path: &Path, depth: Depth, is_superseded: &(dyn Fn() -> bool + Sync)) -> bool {
        let (documents, around, start) = (self.documents_of(path), self.around(), Instant::now());
        let Some(root) = self.roots.get_mut(path) else { return true };
        if !root.check(&documents, depth, around, is_superseded) {
            return false;
        }
        let Some(root) = self.roots.get(path) else { return true };
        let view = View { documents: &documents, ..self.view(root) };
        let mut news = Vec::new();
        let is_told = root.standing.rules().is_some() && root.standing.mistakes().is_empty();
        for (uri, found) in diagnostics::of_texts(&view, root.found()) {
            // While the rule file has mistakes nothing is known of zones.
            if is_told || !found.is_empty() || self.published.is_new(&uri) {
                let found = found.into_iter().map(|finding| (finding.meta, diagnostics::shown(&view, finding)));
                news.push((uri, found.collect::<Vec<_>>()));
            }
        }
        if depth == Depth::Project {
            self.took.insert(path.to_path_buf(), start.elapsed());
        }
        for (uri, found) in news {
            let Some(document) = documents.get(&uri) else { continue };
            if let Some(diagnostics) = self.published.publish(document, found, depth) {
                self.client.publish(uri, Some(document.version), diagnostics);
            }
        }
        true
    }
}
