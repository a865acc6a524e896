using System.Globalization;
using AiDesk.Policy.Policies.Documents;

namespace AiDesk.Policy.Policies.Reference;

/// <summary>What the reference page says besides its tables.</summary>
internal static class PageTexts
{
    public static string Introduction { get; } = string.Create(CultureInfo.InvariantCulture, $$"""
        # Policy reference

        This page is generated from the loader's own declarations, and so is `policies/policy.schema.json`; a test fails when either is not what the loader
        reads by. Samples are in `policies/`.

        ## Where documents lie

        The policies directory holds one folder per tenant, named like the tenant, with `policy.yaml`. Prompts (`.txt`, `.md`) may lie beside it or in folders
        below it. `_base/` holds what tenants share. Names that begin with a dot are not read, files that end in `_test.yaml` are policy tests, and any other
        YAML file is an error.

        ## What a document may be

        YAML 1.2 with a map at its root: at most {{DocumentLimits.Characters:N0}} characters, {{DocumentLimits.Depth}} levels and {{DocumentLimits.Nodes:N0}} keys and values.
        Anchors, aliases, merge keys and tags are refused; so are duplicate keys, keys that are not listed here, keys without a value, and a number or switch where
        a text is meant (in quotes it is one). `aidesk policy validate DIR` reports every error at once:

            acme/policy.yaml:12:18: budgets[0].deny_at: is below warn_at: nothing would ever be warned of
            acme/policy.yaml:31:5: tools.search.levle: is not a key here; did you mean level?

        ## How a base is used

        `extends: _base/retail` lays a document over `_base/retail.yaml`, which may itself extend another, at most {{DocumentLimits.Chain}} in a row. Maps are merged
        key by key; lists and scalars are replaced, and so are, as a whole, `active_hours` and a tool's `arguments` and `output`. Errors name the file that they are in.

        ## Amounts

        Credits are written as decimals with at most six places and counted in millionths; every other unit is counted whole. Nothing is ever rounded: what cannot
        be counted exactly is an error. The greatest amount is 2^53 − 1 of the unit's smallest part.

        ## When a policy changes

        The directory is watched, and scanned every ten seconds besides. A change comes into force when two scans find it alike, tenant by tenant, each as a whole. A
        document with an error never replaces one that works: the last good policy stays in force, and `GetPolicy` shows the errors. A folder that is gone takes its
        policy with it; a directory that is suddenly empty does not.

        """);

    public const string Closing = """

        ## Facts

        `unless: { done: FACT }` asks whether something happened before for the same subject. PolicyService records facts itself, and nobody can claim one: the name of
        a tool or of its kind when a call of it was settled, and the name of a review with `_review` after it (`legal_review` for the review named `legal`) when a person
        granted the approval that it asked for.

        ## Who may make a verdict milder

        Attributes with source `token` or `approval` are verified. One with source `claim` is the caller's word: it may stand where it makes a verdict more severe, and
        is refused under `unless` and under `not`.
        """ + "\n";
}
