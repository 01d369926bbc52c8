using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>The settings in force, for the journal: their digest, and the names of those that are not as by default.</summary>
/// <param name="Digest">SHA-256 over names and values, in hexadecimal digits. The same settings have the same digest.</param>
/// <param name="Changed">The names of those that are not as by default, in order.</param>
internal sealed record SettingsInForce(string Digest, IReadOnlyList<string> Changed)
{
    // A password may stand in it, or the address itself may be one. What is left out of the digest is named all the same.
    private static readonly HashSet<(Type, string)> Secret =
    [
        (typeof(DatabaseOptions), nameof(DatabaseOptions.Connection)),
        (typeof(WebhookOptions), nameof(WebhookOptions.Url)),
    ];

    /// <summary>Those of a service.</summary>
    public static SettingsInForce Of(IssuerOptions options)
    {
        SortedDictionary<string, string> present = Flat(options), usual = Flat(new IssuerOptions());
        string text = string.Concat(present.Where(s => s.Value != Left).Select(s => $"{s.Key.Length}:{s.Key}{s.Value.Length}:{s.Value}"));
        return new SettingsInForce(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            [.. present.Where(s => usual.GetValueOrDefault(s.Key) != s.Value).Select(s => s.Key)]);
    }

    private const string Left = "\0left out";

    private static SortedDictionary<string, string> Flat(IssuerOptions options)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Add(all, "", options);
        return all;
    }

    private static void Add(SortedDictionary<string, string> all, string path, object value)
    {
        switch (value)
        {
            case SecretSource:
                all[path] = Left;
                break;
            case string or ValueType or Uri:
                all[path] = Convert.ToString(value, CultureInfo.InvariantCulture)!;
                break;
            case IDictionary named:
                foreach (DictionaryEntry one in named)
                {
                    Add(all, $"{path}:{one.Key}", one.Value!);
                }

                break;
            case IEnumerable list:
                foreach ((int i, object one) in list.Cast<object>().Index())
                {
                    Add(all, $"{path}:{i.ToString(CultureInfo.InvariantCulture)}", one);
                }

                break;
            default:
                AddSection(all, path, value);
                break;
        }
    }

    private static void AddSection(SortedDictionary<string, string> all, string path, object section)
    {
        foreach (PropertyInfo property in StrictSettings.Settable(section.GetType()))
        {
            string name = path.Length == 0 ? property.Name : $"{path}:{property.Name}";
            switch (property.GetValue(section))
            {
                case null:
                    break;
                case { } value when Secret.Contains((property.DeclaringType!, property.Name)):
                    // Two texts, so that one that is not as by default is named.
                    all[name] = Equals(property.GetValue(Activator.CreateInstance(section.GetType())), value) ? "" : Left;
                    break;
                case { } value:
                    Add(all, name, value);
                    break;
            }
        }
    }
}
