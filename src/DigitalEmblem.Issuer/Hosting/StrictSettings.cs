using System.Collections;
using System.Globalization;
using System.Reflection;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// Finds faults that .NET's binder ignores: an unknown name, one value in place of a section or list, an empty section, null where null is
/// not allowed, the number of an enumeration in place of its word. An operator must not rely on a setting that has no effect.
/// </summary>
internal static class StrictSettings
{
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>What is wrong below a section, a sentence each.</summary>
    /// <param name="section">The section, whose name exists.</param>
    /// <param name="type">What it is bound to.</param>
    /// <param name="nullable">Whether it may be null.</param>
    public static IEnumerable<string> Validate(IConfigurationSection section, Type type, bool nullable)
    {
        bool any = section.GetChildren().Any();
        if (IsOneValue(type))
        {
            return any ? [$"{section.Path} is one value, and has names below it: '{Shown(section.GetChildren().First().Key)}'."]
                : section.Value is null ? nullable ? [] : [$"{section.Path} is null: give it a value, or leave it out."]
                : ValueFaults(section.Path, section.Value, Nullable.GetUnderlyingType(type) ?? type);
        }

        if (!any)
        {
            // An empty section of JSON has no value, or an empty one.
            return !string.IsNullOrEmpty(section.Value) ? [$"{section.Path} is {Kind(type)}, and not one value: write its settings below "
                + $"it, as {section.Path}:{Example(type)}."]
                : nullable && section.Value is null ? []
                : [$"{section.Path} is empty: give its settings, or leave it out."];
        }

        return section.GetChildren().SelectMany(child => ChildFaults(section, child, type));
    }

    /// <summary>The properties of a class that can be set. Computed properties cannot.</summary>
    public static IEnumerable<PropertyInfo> Settable(Type type) => type.GetProperties().Where(p => p.GetSetMethod() is not null);

    /// <summary>Whether null is one of the values of a property.</summary>
    public static bool IsNullable(PropertyInfo property) => Nullability.Create(property).WriteState == NullabilityState.Nullable;

    /// <summary>The message for an unknown name. It suggests the nearest name.</summary>
    public static string Unknown(string parent, string name, IEnumerable<string> names)
    {
        string[] all = [.. names];
        string path = parent.Length == 0 ? Shown(name) : $"{parent}:{Shown(name)}";
        return NearestName.Of(name, all) is { } near
            ? $"There is no setting {path}: did you mean {(parent.Length == 0 ? near : $"{parent}:{near}")}?"
            : $"There is no setting {path}: {(parent.Length == 0 ? "the sections" : $"the settings of {parent}")} are "
                + $"{string.Join(", ", all)}.";
    }

    private static IEnumerable<string> ChildFaults(IConfigurationSection section, IConfigurationSection child, Type type)
    {
        if (type.IsGenericType && typeof(IDictionary).IsAssignableFrom(type))
        {
            return Validate(child, type.GetGenericArguments()[1], nullable: false);
        }

        if (IsList(type))
        {
            return int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                ? Validate(child, type.GetGenericArguments()[0], nullable: false)
                : [$"{section.Path} is a list, and '{Shown(child.Key)}' is no number in it: "
                    + $"write {section.Path}:0, {section.Path}:1 and so on."];
        }

        return Settable(type).FirstOrDefault(p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is { } property
            ? Validate(child, property.PropertyType, IsNullable(property))
            : [Unknown(section.Path, child.Key, Settable(type).Select(p => p.Name))];
    }

    // The binder checks the kind of a value. This refuses values that it accepts and that are likely mistakes.
    private static IEnumerable<string> ValueFaults(string path, string value, Type type)
    {
        if (type.IsEnum && !Enum.GetNames(type).Contains(value, StringComparer.OrdinalIgnoreCase))
        {
            string end = NearestName.Of(value, Enum.GetNames(type)) is { } near ? $": did you mean {near}?" : ".";
            yield return $"{path} is one of {string.Join(", ", Enum.GetNames(type))}{end}";
        }

        // The binder refuses texts that are no time span; this refuses ambiguous ones. The message leaves out the value, which may be a
        // secret.
        if (type == typeof(TimeSpan)
            && TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out TimeSpan taken)
            && !SpanText.TryParse(value, out _))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{path} can be read in two ways, and .NET would take it for {taken.TotalDays:0.##} days: write {SpanText.Form}.");
        }
    }

    private static bool IsOneValue(Type type) => type == typeof(string) || type == typeof(Uri) || type.IsValueType;

    private static bool IsList(Type type) =>
        type.IsGenericType && !typeof(IDictionary).IsAssignableFrom(type) && typeof(IEnumerable).IsAssignableFrom(type);

    private static string Kind(Type type) => IsList(type) ? "a list" : "a section";

    private static string Example(Type type) => IsList(type) ? "0" : type.IsGenericType ? "NAME" : Settable(type).First().Name;

    // Shows names, made safe for a terminal, and never values: one may be a secret in the wrong place.
    private static string Shown(string name) => Printable.Text(name);
}
