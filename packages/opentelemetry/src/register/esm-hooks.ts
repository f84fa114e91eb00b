import { createRequire, register } from "node:module";
import { pathToFileURL } from "node:url";

/**
 * Has ES modules named in `modules` loaded such that instrumentations can patch them; without that, only what is loaded by
 * `require` can be. Must come before the application is loaded. Where Node can, it is done in this thread; otherwise Node
 * starts a thread for it.
 */
export async function hookEsModules(modules: readonly string[]): Promise<void> {
  // The hooks and the instrumentations must share one copy of import-in-the-middle: that of the latter.
  const near = createRequire(createRequire(import.meta.url).resolve("@opentelemetry/instrumentation"));
  const synchronous = near.resolve("import-in-the-middle/register-hooks.mjs");
  const { register: registerHere, supportsSyncHooks } = (await import(pathToFileURL(synchronous).href)) as {
    readonly register: (options: { readonly include: string[] }) => void;
    readonly supportsSyncHooks: () => boolean;
  };
  const include = [...modules];
  if (supportsSyncHooks()) registerHere({ include });
  else register("@opentelemetry/instrumentation/hook.mjs", import.meta.url, { data: { include } });
}
