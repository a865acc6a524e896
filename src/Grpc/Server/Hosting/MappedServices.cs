using Google.Protobuf.Reflection;

namespace Grpc.Server;

/// <summary>What has been mapped so far: reflection lists it, and the answer to an unknown path depends on it.</summary>
internal sealed class MappedServices
{
    private readonly List<ServiceDescriptor> _descriptors = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public IReadOnlyList<ServiceDescriptor> Descriptors => _descriptors;

    public void Add(ServiceDescriptor? descriptor, IEnumerable<string> names)
    {
        _names.UnionWith(names);
        if (descriptor is not null)
        {
            _descriptors.Add(descriptor);
        }
    }

    /// <summary>Whether a path of two parts begins with a service that is served.</summary>
    public bool Knows(ReadOnlySpan<char> path)
    {
        var end = path.LastIndexOf('/');
        return end > 1 && _names.GetAlternateLookup<ReadOnlySpan<char>>().Contains(path[1..end]);
    }
}
