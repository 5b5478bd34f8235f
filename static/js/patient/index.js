// What a patient's pages do beside their links and forms, as one file: static/scripts/patient.js.
import "../htmx-setup.js";
import "../stepper.js";
import "../session.js";
import "../session-end.js";

// A talk opens where it stands.
document.querySelector("[data-newest] > :last-child")?.scrollIntoView({ block: "end" });
