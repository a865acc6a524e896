using AiDesk.Policy.Policies.Reference;
using AiDesk.Policy.Testing.Sections;

namespace AiDesk.Policy.Testing.Reference;

/// <summary>What the loader knows of test files, for editors and for people. Made from the declarations that the loader itself reads by.</summary>
internal static class TestReference
{
    /// <summary>The JSON Schema (2020-12) of a test file: <c>policies/policy_test.schema.json</c>.</summary>
    public static string Schema() => PolicyReference.SchemaOf("AiDesk policy tests", TestFileSection.Shape.Record);

    /// <summary>The page <c>docs/policy-tests.md</c>.</summary>
    public static string Page() => ReferencePage.Write(TestPageTexts.Introduction, TestFileSection.Shape.Record, TestPageTexts.Closing);
}
