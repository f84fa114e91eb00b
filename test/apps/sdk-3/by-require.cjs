const http = require("node:http");
const pg = require("pg");
const { serveFeed } = require("../feed.cjs");

serveFeed({ http, pg });
