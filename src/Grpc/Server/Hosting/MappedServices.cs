using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Routing;

namespace Grpc.Server;

/// <summary>What has been mapped so far: reflection lists it, and unknown paths are answered once per application.</summary>
internal sealed class MappedServices
{
    private readonly List<ServiceDescriptor> _descriptors = [];
    private readonly HashSet<IEndpointRouteBuilder> _answered = [];

    public IReadOnlyList<ServiceDescriptor> Descriptors => _descriptors;

    public void Add(ServiceDescriptor? descriptor)
    {
        if (descriptor is not null)
        {
            _descriptors.Add(descriptor);
        }
    }

    /// <summary>True once for each route builder.</summary>
    public bool MustAnswerUnknown(IEndpointRouteBuilder endpoints) => _answered.Add(endpoints);
}
