// Pages work whole without this; with it, the parts of the design system that move do.
import { initAll } from "/nhsuk-frontend.js";

document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();
