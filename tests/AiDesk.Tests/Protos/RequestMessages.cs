using System.Reflection;
using Google.Protobuf.Reflection;

namespace AiDesk.Tests.Protos;

/// <summary>Everything that a caller can send: the request messages of all our services, and the messages inside of them.</summary>
internal static class RequestMessages
{
    /// <summary>Our services and those of Envoy that we serve, of every generated file that the command brings along.</summary>
    public static IReadOnlyList<ServiceDescriptor> Services { get; } = FindServices();

    /// <summary>Each field that a caller can set, with the path of message types to it.</summary>
    public static IEnumerable<(FieldDescriptor Field, string Path)> Fields => Services
        .SelectMany(service => service.Methods)
        .SelectMany(method => Walk(method.InputType, method.FullName, []));

    private static List<ServiceDescriptor> FindServices()
    {
        foreach (var reference in typeof(CommandLine.Entry).Assembly.GetReferencedAssemblies().Where(name => name.Name!.StartsWith("AiDesk", StringComparison.Ordinal)))
        {
            Assembly.Load(reference);
        }

        return
        [
            .. AppDomain.CurrentDomain.GetAssemblies()
                .Where(assembly => assembly.GetName().Name is { } name && (name.StartsWith("AiDesk", StringComparison.Ordinal) || name == "aidesk"))
                .SelectMany(assembly => assembly.GetTypes())
                .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
                .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
                .OfType<FileDescriptor>()
                .Where(file => file.Package.StartsWith("aidesk.", StringComparison.Ordinal) || file.Package.StartsWith("envoy.", StringComparison.Ordinal))
                .SelectMany(file => file.Services)

                // The desk has messages of its own of the policy service's protos.
                .DistinctBy(service => service.FullName, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<(FieldDescriptor Field, string Path)> Walk(MessageDescriptor message, string path, HashSet<string> seen)
    {
        if (!seen.Add(message.FullName))
        {
            yield break;
        }

        foreach (var field in message.Fields.InDeclarationOrder())
        {
            var here = $"{path}.{field.Name}";
            yield return (field, here);
            if (field.FieldType == FieldType.Message)
            {
                foreach (var inner in Walk(field.MessageType, here, seen))
                {
                    yield return inner;
                }
            }
        }
    }
}
