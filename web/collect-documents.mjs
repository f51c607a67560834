/**
 * Collects the operations that the pages send: `node collect-documents.mjs [FILE]`, by default into .next/documents.json,
 * after the build. The file is an object: sha256 of a document, in hex -> the document, as the pages' client would
 * write it. The server reads it: see server/graphql/page-documents.ts.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { formatDocument, stringifyDocument } from '@urql/core';
import { initGraphQLTada } from 'gql.tada';
import ts from 'typescript';

const here = import.meta.dirname;
const graphql = initGraphQLTada();

/** @returns {Record<string, string>} documents by their sha256 */
function collectDocuments() {
  const files = new Map();
  const fileAt = (path) => {
    const known = files.get(path);
    if (known) return known;
    const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
    const file = { path, declared: declaredIn(source), imported: importedIn(source), calls: callsIn(source) };
    files.set(path, file);
    return file;
  };
  const made = new Map();
  const documentOf = (file, call) => {
    const known = made.get(call);
    if (known) return known;
    const [text, fragments] = call.arguments;
    if (!text || !ts.isNoSubstitutionTemplateLiteral(text))
      throw new Error(
        `${file.path}: graphql(): expected a text without anything put in, got ${text?.getText()}`,
      );
    if (fragments && !ts.isArrayLiteralExpression(fragments))
      throw new Error(`${file.path}: graphql(): expected a list of fragments, got ${fragments.getText()}`);
    const document = graphql(
      text.text,
      (fragments?.elements ?? []).map((name) => documentNamed(file, name.getText())),
    );
    made.set(call, document);
    return document;
  };
  const documentNamed = (file, name) => {
    const call = file.declared.get(name);
    if (call) return documentOf(file, call);
    const from = file.imported.get(name);
    if (!from)
      throw new Error(`${file.path}: ${name}: expected a document that is declared or imported here`);
    return documentNamed(fileAt(moduleAt(dirname(file.path), from.module)), from.name);
  };
  const found = {};
  for (const path of sourceFiles()) {
    const file = fileAt(path);
    for (const call of file.calls) {
      const document = documentOf(file, call);
      if (!document.definitions.some(({ kind }) => kind === 'OperationDefinition')) continue;
      const text = stringifyDocument(formatDocument(document));
      found[createHash('sha256').update(text).digest('hex')] = text;
    }
  }
  return found;
}

/** Sources of the pages. */
function sourceFiles() {
  const outside = new Set(['node_modules', '.next', 'dist']);
  const folders = readdirSync(here, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !outside.has(entry.name),
  );
  return folders
    .flatMap(({ name }) =>
      readdirSync(join(here, name), { recursive: true }).map((path) => join(here, name, path)),
    )
    .filter((path) => /\.tsx?$/.test(path) && !/\.(test\.tsx?|d\.ts)$/.test(path));
}

const isCall = (node) => node && ts.isCallExpression(node) && node.expression.getText() === 'graphql';

/** Documents that a file declares, by name. */
function declaredIn(source) {
  const found = new Map();
  for (const statement of source.statements)
    if (ts.isVariableStatement(statement))
      for (const { name, initializer } of statement.declarationList.declarations)
        if (isCall(initializer)) found.set(name.getText(), initializer);
  return found;
}

/** What a file imports from others of ours: its name there, by its name here. */
function importedIn(source) {
  const found = new Map();
  for (const statement of source.statements) {
    const names = ts.isImportDeclaration(statement) && statement.importClause?.namedBindings;
    if (!names || !ts.isNamedImports(names)) continue;
    for (const { name, propertyName } of names.elements)
      found.set(name.text, { module: statement.moduleSpecifier.text, name: (propertyName ?? name).text });
  }
  return found;
}

function callsIn(source) {
  const found = [];
  const look = (node) => {
    if (isCall(node)) found.push(node);
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

function moduleAt(folder, name) {
  const path = ['.ts', '.tsx', '/index.ts']
    .map((end) => resolve(folder, name) + end)
    .find((one) => existsSync(one));
  if (!path) throw new Error(`${folder}: ${name}: expected a file of the pages`);
  return path;
}

if (process.argv[1] === import.meta.filename) {
  const documents = collectDocuments();
  writeFileSync(process.argv[2] ?? join(here, '.next', 'documents.json'), JSON.stringify(documents));
  console.log(`${Object.keys(documents).length} documents of the pages`);
}
