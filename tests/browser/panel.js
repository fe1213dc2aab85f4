// The Modeler's own linter and what it draws on the canvas, for a page: bundled by the test.
import { Linter } from '@camunda/linting';
import linting from '@camunda/linting/modeler';

window.lintPanel = { Linter, linting };
