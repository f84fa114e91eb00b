import * as http from "node:http";
import pg from "pg";
import { serveFeed } from "../feed.cjs";

serveFeed({ http, pg });
