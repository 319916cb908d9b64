// All small scripts of the pages. Each one finds its own elements and does nothing where there are none;
// every page works without them.
import { start_submit } from "./submit.js";
import { start_check_all } from "./check_all.js";
import { start_file_fields } from "./file_field.js";
import { start_keys } from "./keys.js";
import { start_live } from "./live.js";
import { start_picker } from "./picker.js";
import { start_print } from "./print.js";
import { start_uploads } from "./upload.js";

for (const start of [
  start_uploads, // before the file fields: it empties a field before its words are chosen
  start_file_fields,
  start_submit,
  start_check_all,
  start_keys,
  start_live,
  start_picker,
  start_print,
]) {
  try {
    start();
  } catch (error) {
    // One broken helper must not stop the others: the page itself does not need any of them.
    console.error(error);
  }
}
