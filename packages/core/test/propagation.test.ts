import { describe, expect, it } from "vitest";
import { hostFilter } from "../src/propagation.ts";

describe("the hosts that are told of decisions", () => {
  it.each([
    "localhost",
    "ranker",
    "LOCALHOST:8080",
    "127.0.0.1",
    "127.8.0.9:80",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.10:3000",
    "::1",
    "[::1]",
    "[::1]:3000",
    "::ffff:10.1.2.3",
    "fd12:3456::1",
    "features.internal",
    "printer.local",
    "ranker.shop.svc",
    "ranker.shop.svc.cluster.local",
    "Ranker.Internal.:443",
    "app.localhost",
    "nas.home.arpa",
  ])("%s is private", (host) => {
    expect(hostFilter(["private"])(host)).toBe(true);
  });

  it.each([
    "",
    ":80",
    "example.com",
    "internal.example.com",
    "10.evil.example",
    "127.0.0.1.nip.io",
    "11.0.0.1",
    "172.32.0.1",
    "172.15.255.255",
    "192.169.0.1",
    "169.254.169.254",
    "[2001:db8::1]:80",
    "::ffff:8.8.8.8",
    "2001:db8::1",
    "svc.example",
  ])("%j is not", (host) => {
    expect(hostFilter(["private"])(host)).toBe(false);
  });

  it("are those that are named, whatever their port and case", () => {
    const isTold = hostFilter(["features.example", "*.shop.example", "203.0.113.*"]);
    const hosts = [
      "Features.example:8443",
      "ranker.shop.example",
      "203.0.113.7:80",
      "shop.example",
      "ranker",
    ];
    expect(hosts.map(isTold)).toEqual([true, true, true, false, false]);
  });

  it("are all with a star, and none without an entry", () => {
    expect(hostFilter(["*"])("example.com")).toBe(true);
    expect(hostFilter([])("localhost")).toBe(false);
  });
});
