using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Grpc.Server;

/// <summary>Finds the generated code behind a service class.</summary>
internal static class ServiceContract
{
    /// <summary>Hands every method of the service to the binder.</summary>
    public static void Bind(Type service, ServiceBinderBase binder)
    {
        var (attribute, baseType) = Find(service);
        var bind = attribute.BindType.GetMethod(
            attribute.BindMethodName,
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static,
            [typeof(ServiceBinderBase), baseType])
            ?? throw new InvalidOperationException($"{attribute.BindType} has no method {attribute.BindMethodName}.");
        bind.Invoke(null, [binder, null]);
    }

    /// <summary>The service's descriptor, or null when it was not generated from a proto file.</summary>
    public static ServiceDescriptor? DescriptorOf(Type service)
        => Find(service).Attribute.BindType.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as ServiceDescriptor;

    private static (BindServiceMethodAttribute Attribute, Type BaseType) Find(Type service)
    {
        for (var type = service; type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is { } attribute)
            {
                return (attribute, type);
            }
        }

        throw new InvalidOperationException($"{service} does not derive from a generated service base.");
    }
}
