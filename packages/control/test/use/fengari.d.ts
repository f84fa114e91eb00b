/** As much of the Lua machine as the tests use. It comes without types. */
declare module "fengari" {
  interface State {
    readonly brand: unique symbol;
  }
  interface Lua {
    lua_createtable(state: State, list: number, keyed: number): void;
    lua_gettop(state: State): number;
    lua_newtable(state: State): void;
    lua_pcall(state: State, given: number, results: number, handler: number): number;
    lua_pop(state: State, count: number): void;
    lua_pushboolean(state: State, value: boolean): void;
    lua_pushcfunction(state: State, run: (state: State) => number): void;
    lua_pushnil(state: State): void;
    lua_pushstring(state: State, text: Uint8Array): void;
    lua_rawgeti(state: State, index: number, at: number): number;
    lua_rawlen(state: State, index: number): number;
    lua_rawseti(state: State, index: number, at: number): void;
    lua_setfield(state: State, index: number, name: Uint8Array): void;
    lua_setglobal(state: State, name: Uint8Array): void;
    lua_tojsstring(state: State, index: number): string;
  }
  interface Fengari {
    readonly lua: Lua;
    readonly lauxlib: {
      luaL_newstate(): State;
      luaL_loadstring(state: State, text: Uint8Array): number;
    };
    readonly lualib: { luaL_openlibs(state: State): void };
    readonly to_luastring: (text: string) => Uint8Array;
  }
  const fengari: Fengari;
  export default fengari;
}
