/* Me: what a session may do on this phone. The choice stays hidden without this file. */

import { wireSwitches } from "./player/switches.js";

wireSwitches();
