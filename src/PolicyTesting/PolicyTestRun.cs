using System.Collections.Immutable;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Testing.Coverage;
using AiDesk.Policy.Testing.Files;
using AiDesk.Policy.Testing.Running;

namespace AiDesk.Policy.Testing;

/// <summary>One tenant's tests: its policy and the texts of its test files.</summary>
/// <param name="Tenant">The tenant's id.</param>
/// <param name="Snapshot">The compiled policy; null when it has errors.</param>
/// <param name="Files">Path and text of each test file, by path.</param>
internal sealed record TenantTests(string Tenant, PolicySnapshot? Snapshot, ImmutableArray<(string Path, string Text)> Files);

/// <summary>How one tenant's tests came out.</summary>
internal sealed record TenantResult(string Tenant, ImmutableArray<FileResult> Files, CoverageLedger Coverage);

/// <summary>Reads and runs the tests of some tenants.</summary>
internal static class PolicyTestRun
{
    /// <summary>The errors of all test files. A tenant whose policy has errors has its files read all the same.</summary>
    public static (ImmutableArray<(TenantTests Tenant, ImmutableArray<TestFile> Files)> Tests, ImmutableArray<PolicyError> Errors) Read(IEnumerable<TenantTests> tenants)
    {
        var tests = ImmutableArray.CreateBuilder<(TenantTests, ImmutableArray<TestFile>)>();
        var errors = ImmutableArray.CreateBuilder<PolicyError>();
        foreach (var tenant in tenants)
        {
            var files = ImmutableArray.CreateBuilder<TestFile>();
            foreach (var (path, text) in tenant.Files)
            {
                var (file, faults) = TestFileReader.Read(path, text, tenant.Snapshot);
                errors.AddRange(faults);
                if (file is not null)
                {
                    files.Add(file);
                }
            }

            tests.Add((tenant, files.ToImmutable()));
        }

        return (tests.ToImmutable(), errors.ToImmutable());
    }

    /// <param name="tenant">With a policy that is valid.</param>
    /// <param name="files">Its files, read.</param>
    /// <param name="filter">Part of <c>tenant/file: name of the test</c>; empty runs all.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public static async Task<TenantResult> RunAsync(TenantTests tenant, IEnumerable<TestFile> files, string filter, CancellationToken cancellationToken)
    {
        var coverage = new CoverageLedger(tenant.Snapshot!);
        var results = ImmutableArray.CreateBuilder<FileResult>();
        foreach (var file in files)
        {
            var runner = new CaseRunner(tenant.Snapshot!, file, coverage);
            results.Add(await runner.RunAsync(test => $"{file.Path}: {test}".Contains(filter, StringComparison.OrdinalIgnoreCase), cancellationToken));
        }

        return new TenantResult(tenant.Tenant, results.ToImmutable(), coverage);
    }
}
