/* All that the room and the presence list run, each part where its data-… attributes are. Published as one file
   (clusterhub/web/bundling.py): over a bad line each file is a wait of its own. What keeps the texts comes first. */

import "./rich_text.js";
import "./autosave.js";
import "./lines.js";
import "./keys.js";
import "./agenda.js";
import "./follow_up.js";
import "./sheet.js";
import "./visitors.js";
