using System.Reflection;

namespace AiDesk.Tests.Contracts;

/// <summary>Writes the public and protected members of types as text, one line each, without what does not matter to source code that uses them.</summary>
internal static class PublicSignatures
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> Of(Type type)
    {
        var name = Name(type);
        yield return $"{name}: {Kind(type)}";
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            yield return $"{name}: {Name(invoke.ReturnType)} ({Parameters(invoke)})";
            yield break;
        }

        if (type.IsEnum)
        {
            foreach (var value in Enum.GetNames(type))
            {
                yield return $"{name}: {value} = {Convert.ToInt64(Enum.Parse(type, value), System.Globalization.CultureInfo.InvariantCulture)}";
            }

            yield break;
        }

        foreach (var member in type.GetMembers(Declared))
        {
            if (Text(member) is { } text)
            {
                yield return $"{name}: {text}";
            }
        }
    }

    public static string Name(Type type)
    {
        if (type.IsGenericParameter || type.FullName is null && !type.IsGenericType && !type.IsArray)
        {
            return type.Name;
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        var own = type.IsNested ? $"{Name(type.DeclaringType!.IsGenericTypeDefinition ? type.DeclaringType : type.DeclaringType)}.{type.Name}" : $"{type.Namespace}.{type.Name}";
        var tick = own.LastIndexOf('`');
        return tick < 0 ? own : $"{own[..tick]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }

    private static string Kind(Type type)
        => type.IsInterface ? "interface"
            : type.IsEnum ? "enum"
            : type.IsValueType ? "struct"
            : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
            : type is { IsAbstract: true, IsSealed: true } ? "static class"
            : type.IsAbstract ? "abstract class"
            : type.IsSealed ? "sealed class"
            : "class";

    private static string? Text(MemberInfo member)
        => member switch
        {
            ConstructorInfo { IsStatic: false } constructor when IsVisible(constructor) => $"{Modifiers(constructor)}new({Parameters(constructor)})",
            MethodInfo { IsSpecialName: false } method when IsVisible(method)
                => $"{Modifiers(method)}{Name(method.ReturnType)} {method.Name}{Generics(method)}({Parameters(method)})",
            PropertyInfo property when IsVisible(property.GetMethod) || IsVisible(property.SetMethod)
                => $"{Modifiers((property.GetMethod ?? property.SetMethod)!)}{Name(property.PropertyType)} {property.Name}"
                    + $" {{{(IsVisible(property.GetMethod) ? " get;" : string.Empty)}{(IsVisible(property.SetMethod) ? " set;" : string.Empty)} }}",
            FieldInfo { IsSpecialName: false } field when field.IsPublic || field.IsFamily
                => $"{(field.IsStatic ? "static " : string.Empty)}{Name(field.FieldType)} {field.Name}",
            _ => null,
        };

    private static bool IsVisible(MethodBase? method) => method is not null && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);

    private static string Modifiers(MethodBase method)
        => (method.IsPublic ? string.Empty : "protected ")
            + (method.IsStatic ? "static " : string.Empty)
            + (method.DeclaringType!.IsInterface ? string.Empty : method.IsAbstract ? "abstract " : method is { IsVirtual: true, IsFinal: false } ? "virtual " : string.Empty);

    private static string Generics(MethodInfo method)
        => method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : string.Empty;

    private static string Parameters(MethodBase method)
        => string.Join(", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.IsOptional ? " = default" : string.Empty)}"));
}
