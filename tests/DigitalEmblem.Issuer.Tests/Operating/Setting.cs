using System.Collections;
using System.Globalization;
using System.Reflection;
using DigitalEmblem.Issuer.CheckPage;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Secrets;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>A setting of the service, or a secret of it, as it is found in the options themselves.</summary>
/// <param name="Path">What it is called, as <c>Listen:Api</c>.</param>
/// <param name="Property">Where it stands.</param>
/// <param name="Default">What it is when nobody sets it, as one would write it.</param>
internal sealed record Setting(string Path, PropertyInfo Property, string Default)
{
    /// <summary>All of them, in the order in which they stand, with the classes that hold them.</summary>
    public static IReadOnlyList<(string Path, Type Section, IReadOnlyList<Setting> Settings)> All() =>
        [.. typeof(IssuerOptions).GetProperties().Concat(typeof(CheckSettings).GetProperties())
            .SelectMany(p => Sections(p.Name, p.PropertyType))];

    /// <summary>The settings that each secret has.</summary>
    public static IReadOnlyList<Setting> OfSecrets() => [.. Settable(typeof(SecretSource)).Select(p => new Setting(p.Name, p, "none"))];

    private static IEnumerable<(string, Type, IReadOnlyList<Setting>)> Sections(string path, Type section)
    {
        // Sections by names of the operator's.
        if (section.IsGenericType && typeof(IDictionary).IsAssignableFrom(section))
        {
            (path, section) = ($"{path}:NAME", section.GetGenericArguments()[1]);
        }

        object defaults = Activator.CreateInstance(section)!;
        List<PropertyInfo> properties = [.. Settable(section)];
        List<Setting> leaves = [.. properties.Where(p => !IsSection(p))
            .Select(p => new Setting($"{path}:{p.Name}{Key(p.PropertyType)}", p, Written(p, p.GetValue(defaults))))];
        if (leaves.Count > 0)
        {
            yield return (path, section, leaves);
        }

        foreach (var inner in properties.Where(IsSection).SelectMany(p => Sections($"{path}:{p.Name}", p.PropertyType)))
        {
            yield return inner;
        }
    }

    private static IEnumerable<PropertyInfo> Settable(Type section) => section.GetProperties().Where(p => p.GetSetMethod() is not null);

    private static bool IsSection(PropertyInfo property) => IsSection(property.PropertyType)
        || (property.PropertyType.IsGenericType && typeof(IDictionary).IsAssignableFrom(property.PropertyType)
            && IsSection(property.PropertyType.GetGenericArguments()[1]));

    private static bool IsSection(Type type) =>
        type.IsClass && type != typeof(SecretSource) && type.Assembly == typeof(IssuerOptions).Assembly;

    private static string Key(Type type) =>
        type == typeof(SecretSource) ? ""
        : typeof(IDictionary).IsAssignableFrom(type) ? ":NAME"
        : type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type) ? ":0, …"
        : "";

    private static string Written(PropertyInfo property, object? value) => value switch
    {
        null or "" => "none",
        SecretSource => "none; a secret, see below",
        ICollection => "none",
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        double number => number.ToString("0.####", CultureInfo.InvariantCulture),
        bool yes => yes ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)
            ?? throw new NotSupportedException($"{property.Name} is of a kind that this table does not know."),
    };
}
