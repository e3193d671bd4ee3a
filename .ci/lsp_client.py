"""The whole surface of the language server, through pytest-lsp: it takes no answer that is not of the protocol."""

import os
import pathlib

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

HOUSE = pathlib.Path(os.environ["HOUSE"])
ZONE = HOUSE / "example.com.zone"
REVERSE = HOUSE / "2.0.192.in-addr.arpa.zone"
URI = ZONE.as_uri()
DOCUMENT = types.TextDocumentIdentifier(uri=URI)


def place(line, character):
    return types.Position(line=line, character=character)


def at(line, character):
    return {"text_document": DOCUMENT, "position": place(line, character)}


def capabilities():
    known = client_capabilities("visual-studio-code")
    known.general.position_encodings = [types.PositionEncodingKind.Utf16]
    return known


@pytest_lsp.fixture(config=ClientServerConfig(server_command=[os.environ["ZONELINT"], "lsp"]))
async def client(lsp_client: LanguageClient):
    params = types.InitializeParams(capabilities=capabilities(), root_uri=HOUSE.as_uri())
    await lsp_client.initialize_session(params)
    lsp_client.text_document_did_open(
        types.DidOpenTextDocumentParams(
            text_document=types.TextDocumentItem(uri=URI, language_id="bindzone", version=1, text=ZONE.read_text())
        )
    )
    await lsp_client.wait_for_notification("textDocument/publishDiagnostics")
    yield
    await lsp_client.shutdown_session()


async def test_diagnostics(client):
    [found] = client.diagnostics[URI]
    assert (found.code, found.severity) == ("srv-port-transposed", types.DiagnosticSeverity.Error)
    assert (found.range.start, found.range.end) == (place(8, 38), place(8, 42))
    assert found.code_description.href.endswith("/checks/srv-port-transposed/")


async def test_changes(client):
    change = types.TextDocumentContentChangePartial(
        range=types.Range(start=place(8, 39), end=place(8, 41)), text="06"
    )
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            text_document=types.VersionedTextDocumentIdentifier(uri=URI, version=2), content_changes=[change]
        )
    )
    await client.wait_for_notification("textDocument/publishDiagnostics")
    assert not client.diagnostics[URI]


async def test_hover(client):
    hover = await client.text_document_hover_async(types.HoverParams(**at(8, 44)))
    assert "edge.example.com." in hover.contents.value


async def test_definition_and_references(client):
    definition = await client.text_document_definition_async(types.DefinitionParams(**at(8, 44)))
    assert [(found.uri, found.range.start) for found in definition] == [(URI, place(7, 0))]
    context = types.ReferenceContext(include_declaration=True)
    references = await client.text_document_references_async(types.ReferenceParams(context=context, **at(8, 44)))
    assert {(pathlib.Path(found.uri).name, found.range.start.line) for found in references} == {
        (ZONE.name, 7),
        (ZONE.name, 8),
        (REVERSE.name, 6),
    }


async def test_symbols(client):
    symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(text_document=DOCUMENT))
    assert "edge.example.com." in [symbol.name for symbol in symbols]
    symbols = await client.workspace_symbol_async(types.WorkspaceSymbolParams(query="edge"))
    assert [symbol.name for symbol in symbols] == ["edge.example.com."]


async def test_rename(client):
    prepared = await client.text_document_prepare_rename_async(types.PrepareRenameParams(**at(7, 1)))
    assert prepared.placeholder == "edge"
    edit = await client.text_document_rename_async(types.RenameParams(new_name="gate", **at(7, 1)))
    changed = {change.text_document.uri: change.edits for change in edit.document_changes}
    assert set(changed) == {URI, REVERSE.as_uri()}
    assert [edit.new_text for edit in changed[REVERSE.as_uri()]] == ["gate.example.com."]


async def test_code_actions(client):
    context = types.CodeActionContext(diagnostics=list(client.diagnostics[URI]))
    here = types.Range(start=place(8, 38), end=place(8, 42))
    params = types.CodeActionParams(text_document=DOCUMENT, range=here, context=context)
    actions = await client.text_document_code_action_async(params)
    assert "ignore `srv-port-transposed` here" in [action.title for action in actions]
    assert all(action.edit is not None for action in actions)


async def test_completion(client):
    completion = await client.text_document_completion_async(types.CompletionParams(**at(8, 45)))
    assert [item.label for item in completion.items] == ["edge"]


async def test_semantic_tokens(client):
    tokens = await client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(text_document=DOCUMENT))
    assert len(tokens.data) % 5 == 0 and len(tokens.data) > 100
    few = types.SemanticTokensRangeParams(
        text_document=DOCUMENT, range=types.Range(start=place(7, 0), end=place(8, 0))
    )
    tokens = await client.text_document_semantic_tokens_range_async(few)
    assert len(tokens.data) == 4 * 5


async def test_what_is_not_offered(client):
    with pytest.raises(Exception, match="not offered"):
        options = types.FormattingOptions(tab_size=8, insert_spaces=False)
        await client.text_document_formatting_async(
            types.DocumentFormattingParams(text_document=DOCUMENT, options=options)
        )
