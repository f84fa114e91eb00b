import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { recording } from "../support/recording.ts";
import { seen, seenIn, tracked, use } from "../support/seen.ts";

interface Node {
  name: string;
  next?: Node;
  back?: Node;
}

function ring(): Node {
  const first: Node = { name: "a" };
  const second: Node = { name: "b", back: first };
  first.next = second;
  second.next = first;
  first.back = second;
  return first;
}

describe("cyclic and shared objects", () => {
  it("a cycle comes back to the same object, so that a walk with a list of visited objects ends", () => {
    const visited = new Set<Node>();
    const names: string[] = [];
    for (let node: Node | undefined = tracked(ring()); node && !visited.has(node); node = node.next) {
      visited.add(node);
      names.push(node.name);
      if (names.length > 10) break;
    }
    expect(names).toEqual(["a", "b"]);
    const node = tracked(ring());
    expect(node.next?.next).toBe(node);
    expect(node.next?.back).toBe(node);
  });

  it("a cycle is recorded at the places where it was first met, however often it is gone round", () => {
    const { unregistered } = seen(ring(), ["profile.name"], (start) => {
      let node = start;
      for (let step = 0; step < 100; step += 1) {
        use(node.name);
        node = node.next!;
      }
    });
    expect(unregistered).toEqual(["profile.next.name"]);
  });

  it("JSON.stringify refuses a cycle as ever", () => {
    expect(() => JSON.stringify(tracked(ring()))).toThrow(/circular/i);
  });

  it("a cycle compares and prints as ever", () => {
    expect(tracked(ring())).toEqual(ring());
    expect(inspect(tracked(ring()))).toBe(inspect(ring()));
  });

  it("an object that stands at two places is the same object at both", () => {
    const home = { city: "X" };
    const profile = tracked({
      home,
      work: home,
      list: [home],
      map: new Map([["a", home]]),
      set: new Set([home]),
    });
    expect(profile.work).toBe(profile.home);
    expect(profile.list[0]).toBe(profile.home);
    expect(profile.map.get("a")).toBe(profile.home);
    expect(profile.set.has(profile.home)).toBe(true);
    expect([...profile.set][0]).toBe(profile.home);
  });

  it("an object that stands at two declared places is read at each place through which it was taken", () => {
    const home = { city: "X" };
    const data = { home, work: home };
    const features = ["profile.home.city", "profile.work.city"];
    expect(seen(data, features, (profile) => profile.home.city).read).toEqual(["profile.home.city"]);
    expect(seen(data, features, (profile) => profile.work.city).read).toEqual(["profile.work.city"]);
    expect(seen(data, features, (profile) => [profile.home.city, profile.work.city]).read).toEqual(features);
  });

  it("an object that is first met at an undeclared place is still recorded at its declared one", () => {
    const home = { city: "X" };
    const { read, unregistered } = seen({ other: home, home }, ["profile.home.city"], (profile) => {
      use(profile.other);
      return profile.home.city;
    });
    expect(read).toEqual(["profile.home.city"]);
    expect(unregistered).toEqual(["profile.other.city"]);
  });

  it("a feature with everything below it and a place inside it may meet in one object", () => {
    const home = { city: "X" };
    const features = ["profile.whole", "profile.home.city"];
    const { read } = seen({ whole: home, home }, features, (profile) => [profile.home.city, profile.whole]);
    expect(read).toEqual(features.toSorted());
  });

  it("a very deep object is followed without growing names for ever", () => {
    interface Deep {
      inner?: Deep;
      list?: Deep[];
      value?: number;
    }
    let data: Deep = { value: 1 };
    for (let depth = 0; depth < 2000; depth += 1) data = depth % 2 === 0 ? { inner: data } : { list: [data] };
    const { unregistered } = seen(data, [], (profile) => {
      let at = profile;
      while (at.value === undefined) at = at.inner ?? at.list![0]!;
      expect(at.value).toBe(1);
    });
    for (const name of unregistered) expect(name.length).toBeLessThan(1000);
    expect(unregistered.length).toBeLessThan(100);
  });
});

describe("tracking what is tracked already", () => {
  it("gives the same object for the same source", () => {
    const decision = recording(["profile.age"]).open();
    const data = { age: 3 };
    const profile = decision.track("profile", data);
    expect(decision.track("profile", profile)).toBe(profile);
    expect(decision.track("profile", data)).toBe(profile);
  });

  it("under a second source, reads count for both", () => {
    const watched = recording(["profile.age", "model.age"]);
    const decision = watched.open();
    const profile = decision.track("profile", { age: 3, address: { city: "X" } });
    const model = decision.track("model", profile);
    expect(model).toBe(profile);
    use(model.age);
    decision.close();
    expect(seenIn(watched).read).toEqual(["model.age", "profile.age"]);
  });

  it("inside another tracked object keeps the track that it had", () => {
    const watched = recording(["profile.address.city", "input.place.city"]);
    const decision = watched.open();
    const profile = decision.track("profile", { address: { city: "X" } });
    const input = decision.track("input", { place: profile.address, list: [profile] });
    expect(input.place.city).toBe("X");
    expect(input.list[0]).toBe(profile);
    decision.close();
    expect(seenIn(watched)).toMatchObject({
      read: ["input.place.city", "profile.address.city"],
      unregistered: [],
    });
  });

  it("in another decision starts afresh, and no longer counts for the first", () => {
    const watched = recording(["profile.age", "profile.address.city"]);
    const cache = { profile: { age: 3, address: { city: "X" } } };
    for (let request = 0; request < 1000; request += 1) {
      const decision = watched.open();
      cache.profile = decision.track("profile", cache.profile);
      use(cache.profile.address.city);
      decision.close();
    }
    const rows = watched.rows();
    expect(rows).toHaveLength(1000);
    for (const row of rows) expect(watched.names(row.features_read)).toEqual(["profile.address.city"]);
    expect(watched.recorder.counters.lateReads).toBe(0);
  });

  it("that a cache kept inside a container starts afresh as well", () => {
    const watched = recording(["profile.address.city"]);
    const cache: { address?: { city: string } } = {};
    for (let request = 0; request < 3; request += 1) {
      const decision = watched.open();
      const profile = decision.track("profile", { address: { city: `X${request}` }, ...cache });
      use(profile.address.city);
      cache.address = profile.address;
      decision.close();
    }
    for (const row of watched.rows())
      expect(watched.names(row.features_read)).toEqual(["profile.address.city"]);
    expect(watched.recorder.counters.lateReads).toBe(0);
  });

  it("two open decisions that track one object each see their own reads", () => {
    const watched = recording(["profile.age", "profile.name"]);
    const data = { age: 3, name: "Wei" };
    const [first, second] = [watched.open(), watched.open()];
    const byFirst = first.track("profile", data);
    const bySecond = second.track("profile", byFirst);
    use(byFirst.age);
    use(bySecond.name);
    first.close();
    second.close();
    const [one, two] = watched.rows();
    expect(watched.names(one!.features_read)).toEqual(["profile.age"]);
    expect(watched.names(two!.features_read)).toEqual(["profile.name"]);
  });
});
