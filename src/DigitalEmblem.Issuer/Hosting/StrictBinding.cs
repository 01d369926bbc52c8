using System.Reflection;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>Binds settings to the class of their sections, and finds everything that the binder would pass over.</summary>
internal static class StrictBinding
{
    /// <summary>Binds them.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="others">
    /// The faults of a section that is not bound, because .NET reads it itself; null for a section that is bound. Null if there is none.
    /// </param>
    /// <param name="namesOfOthers">The names of those sections, for messages.</param>
    /// <returns>What was bound, and what is wrong, a sentence each.</returns>
    public static (T Options, List<string> Faults) Bind<T>(
        IConfiguration configuration,
        Func<IConfigurationSection, IEnumerable<string>?>? others = null,
        params IReadOnlyList<string> namesOfOthers)
        where T : new()
    {
        var options = new T();
        var faults = new List<string>();
        PropertyInfo[] sections = [.. StrictSettings.Settable(typeof(T))];
        foreach (IConfigurationSection section in configuration.GetChildren())
        {
            if (others?.Invoke(section) is { } ofOther)
            {
                faults.AddRange(ofOther);
                continue;
            }

            PropertyInfo? property = Array.Find(sections, p => p.Name.Equals(section.Key, StringComparison.OrdinalIgnoreCase));
            string[] strange = property is null
                ? [StrictSettings.Unknown("", section.Key, [.. sections.Select(p => p.Name), .. namesOfOthers])]
                : [.. StrictSettings.Validate(section, property.PropertyType, nullable: false)];
            if (property is null || strange.Length > 0)
            {
                faults.AddRange(strange);
                continue;
            }

            try
            {
                section.Bind(property.GetValue(options), b => b.ErrorOnUnknownConfiguration = true);
            }
            catch (InvalidOperationException e)
            {
                // Leave the value out of the message: it may be a secret in the wrong place.
                string fault = e.InnerException is null
                    ? e.Message
                    : $"a value is not of the kind that the setting has ({e.Message.Split(" at '").Last().TrimEnd('.', '\'')}).";
                faults.Add($"{section.Key}: {fault}");
            }
        }

        return (options, faults);
    }
}
