//! The tree that the HTML parser builds: nodes in one list, each with its line.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, ExpandedName, QualName};

use super::super::markup;

/// A node by its number; the parser asks for the name of an element all the time.
#[derive(Clone, Debug)]
pub(super) struct Handle {
    id: usize,
    /// Empty if the node is not an element.
    name: Rc<QualName>,
}

#[derive(Debug)]
pub(super) struct Node {
    pub kind: NodeKind,
    pub children: Vec<usize>,
    parent: Option<usize>,
    /// From 1.
    pub line: usize,
}

#[derive(Debug)]
pub(super) enum NodeKind {
    Document,
    Element { name: Rc<QualName>, attributes: Vec<(String, String)> },
    Text(String),
    Comment,
}

impl Node {
    /// The name of an element; empty for everything else.
    pub(super) fn tag(&self) -> &str {
        match &self.kind {
            NodeKind::Element { name, .. } => &name.local,
            _ => "",
        }
    }

    pub(super) fn parent(&self) -> Option<usize> {
        self.parent
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let NodeKind::Element { attributes, .. } = &self.kind else { return None };
        attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Number of the document itself.
pub(super) const ROOT: usize = 0;

pub(super) struct Sink {
    nodes: RefCell<Vec<Node>>,
    line: Cell<usize>,
    first_line: usize,
    nameless: Rc<QualName>,
}

impl Sink {
    /// For markup that begins on this line of its file.
    pub(super) fn from_line(line: usize) -> Self {
        let root = Node { kind: NodeKind::Document, children: Vec::new(), parent: None, line };
        let nameless = QualName::new(None, html5ever::ns!(), html5ever::local_name!(""));
        let (nodes, nameless) = (RefCell::new(vec![root]), Rc::new(nameless));
        Self { nodes, line: Cell::new(line), first_line: line, nameless }
    }

    fn add(&self, kind: NodeKind) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { kind, children: Vec::new(), parent: None, line: self.line.get() });
        nodes.len() - 1
    }

    fn detach(&self, id: usize) {
        let mut nodes = self.nodes.borrow_mut();
        let parent = nodes.get_mut(id).and_then(|node| node.parent.take());
        if let Some(parent) = parent.and_then(|parent| nodes.get_mut(parent)) {
            parent.children.retain(|child| *child != id);
        }
    }

    /// Puts a child at a place of its parent, or at the end.
    fn insert(&self, parent: usize, place: Option<usize>, child: NodeOrText<Handle>) {
        let id = match child {
            NodeOrText::AppendNode(handle) => {
                self.detach(handle.id);
                handle.id
            }
            NodeOrText::AppendText(text) => {
                let mut nodes = self.nodes.borrow_mut();
                let before = nodes.get(parent).and_then(|node| match place {
                    None => node.children.last().copied(),
                    Some(place) => node.children.get(place.checked_sub(1)?).copied(),
                });
                if let Some(NodeKind::Text(known)) =
                    before.and_then(|id| nodes.get_mut(id)).map(|node| &mut node.kind)
                {
                    known.push_str(&markup::visible(&text));
                    return;
                }
                drop(nodes);
                self.add(NodeKind::Text(markup::visible(&text).into_owned()))
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        if let Some(node) = nodes.get_mut(id) {
            node.parent = Some(parent);
        }
        if let Some(node) = nodes.get_mut(parent) {
            let place = place.unwrap_or(node.children.len()).min(node.children.len());
            node.children.insert(place, id);
        }
    }

    fn parent_of(&self, id: usize) -> Option<usize> {
        self.nodes.borrow().get(id).and_then(|node| node.parent)
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Vec<Node>;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Vec<Node> {
        self.nodes.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { id: ROOT, name: Rc::clone(&self.nameless) }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> Handle {
        let name = Rc::new(name);
        let attributes = attrs
            .into_iter()
            .map(|one| (one.name.local.to_string(), one.value.to_string()))
            .collect();
        let id = self.add(NodeKind::Element { name: Rc::clone(&name), attributes });
        Handle { id, name }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        Handle { id: self.add(NodeKind::Comment), name: Rc::clone(&self.nameless) }
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        Handle { id: self.add(NodeKind::Comment), name: Rc::clone(&self.nameless) }
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.insert(parent.id, None, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        match self.parent_of(element.id) {
            Some(_) => self.append_before_sibling(element, child),
            None => self.append(previous, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// Templates are not read, so they need no tree of their own.
    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.id == other.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let Some(parent) = self.parent_of(sibling.id) else { return };
        if let NodeOrText::AppendNode(child) = &child {
            self.detach(child.id);
        }
        let place = self
            .nodes
            .borrow()
            .get(parent)
            .and_then(|node| node.children.iter().position(|child| *child == sibling.id));
        self.insert(parent, place, child);
    }

    fn add_attrs_if_missing(&self, _: &Handle, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, parent: &Handle) {
        let mut nodes = self.nodes.borrow_mut();
        let moved = nodes.get_mut(node.id).map(|node| std::mem::take(&mut node.children));
        let moved = moved.unwrap_or_default();
        for child in &moved {
            if let Some(child) = nodes.get_mut(*child) {
                child.parent = Some(parent.id);
            }
        }
        if let Some(parent) = nodes.get_mut(parent.id) {
            parent.children.extend(moved);
        }
    }

    fn set_current_line(&self, line: u64) {
        let line = usize::try_from(line).unwrap_or(usize::MAX);
        self.line.set(line.saturating_add(self.first_line - 1));
    }
}
