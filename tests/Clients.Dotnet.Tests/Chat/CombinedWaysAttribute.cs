using System.Reflection;
using Xunit.Sdk;

namespace AiDesk.Client.Tests.Chat;

/// <summary>Runs a test for whole answers and for streamed ones.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CombinedWaysAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[false], [true]];
}
