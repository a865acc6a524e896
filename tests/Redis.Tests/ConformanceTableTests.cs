using System.Reflection;
using AiDesk.Policy.Service.Tests.Counters;
using AiDesk.Redis.Tests.Stores;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace AiDesk.Redis.Tests;

/// <summary>Runs the whole suite over the stores once more and prints how many cases each passed, area by area.</summary>
[Collection(RedisCollection.Name)]
public sealed class ConformanceTableTests(RedisFixture redis, ClusterFixture cluster, ITestOutputHelper output)
{
    [Fact]
    public async Task EveryStore_PassesEveryCaseOfEveryArea()
    {
        output.WriteLine("| counters: area | memory | Redis | Redis Cluster |");
        output.WriteLine("| --- | --- | --- | --- |");
        foreach (var area in typeof(CounterStoreConformance).Assembly.GetTypes().Where(IsArea).OrderBy(area => area.Name, StringComparer.Ordinal))
        {
            var memory = await RunAsync(StoreOf(area, "InMemory"), area, []);
            var shared = await RunAsync(StoreOf(area, "Redis"), area, [redis]);
            var sharded = await RunAsync(StoreOf(area, "Cluster"), area, [cluster]);
            output.WriteLine($"| {area.Name.Replace("Conformance", "", StringComparison.Ordinal)} | {memory} passed | {shared} passed | {sharded} passed |");
            (shared, sharded).ShouldBe((memory, memory));
        }
    }

    private static bool IsArea(Type type) => type.IsAbstract && type.BaseType == typeof(CounterStoreConformance);

    private static Type StoreOf(Type area, string store) => area.Assembly.GetTypes()
        .Single(type => type.BaseType == area && type.Name.StartsWith(store, StringComparison.Ordinal));

    /// <summary>How many cases passed; throws what the first that did not pass throws.</summary>
    private static async Task<int> RunAsync(Type store, Type area, object[] fixtures)
    {
        var passed = 0;
        foreach (var method in area.GetMethods().Where(method => method.IsDefined(typeof(FactAttribute), inherit: true)))
        {
            foreach (var arguments in CasesOf(method))
            {
                using var suite = (CounterStoreConformance)Activator.CreateInstance(store, fixtures)!;
                await (Task)method.Invoke(suite, arguments)!;
                passed++;
            }
        }

        return passed;
    }

    private static IEnumerable<object[]?> CasesOf(MethodInfo method) => method.GetCustomAttributes<DataAttribute>() is var data && data.Any()
        ? data.SelectMany(attribute => attribute.GetData(method))
        : [null];
}
