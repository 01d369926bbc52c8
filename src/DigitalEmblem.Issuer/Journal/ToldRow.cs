using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DigitalEmblem.Issuer.Journal;

/// <summary>A row as the journal tells it: a new one whole, a changed one by the members that changed.</summary>
/// <param name="Table">The table.</param>
/// <param name="Key">The row's identity, as text.</param>
/// <param name="Members">Its members by name; one that is left out of a whole row is null. If this itself is null, the row is gone.</param>
internal sealed record ToldRow(string Table, string Key, JsonObject? Members)
{
    private const string Digest = "sha256:";
    private const int LongestText = 100;
    private const int LongestBytes = SHA256.HashSizeInBytes;

    /// <summary>What a tracked row is told by; null if nothing that is told changes.</summary>
    public static ToldRow? OfChange(EntityEntry entry)
    {
        IEntityType type = entry.Metadata;
        if (!Untold.Tells(type) || entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted))
        {
            return null;
        }

        string key = string.Join('/', type.FindPrimaryKey()!.Properties.Select(p => Text(entry.Property(p.Name).CurrentValue)));
        if (entry.State == EntityState.Deleted)
        {
            return new ToldRow(type.GetTableName()!, key, null);
        }

        var members = new JsonObject();
        foreach (IProperty property in Untold.ToldOf(type))
        {
            PropertyEntry value = entry.Property(property.Name);
            if (entry.State == EntityState.Added ? value.CurrentValue is not null : value.IsModified)
            {
                members[property.Name] = Value(property, value.CurrentValue);
            }
        }

        return entry.State == EntityState.Added || members.Count > 0 ? new ToldRow(type.GetTableName()!, key, members) : null;
    }

    /// <summary>A row as it is, with the rows that it owns.</summary>
    public static IEnumerable<ToldRow> Whole(IEntityType type, object row)
    {
        object? id = type.FindPrimaryKey()!.Properties is [{ PropertyInfo: { } only }] ? only.GetValue(row) : null;
        yield return new ToldRow(type.GetTableName()!, Text(id), MembersOf(type, row));
        foreach (INavigation owned in type.GetNavigations().Where(n => n is { IsCollection: true, TargetEntityType: var t } && t.IsOwned()))
        {
            foreach (object one in (IEnumerable?)owned.PropertyInfo!.GetValue(row) ?? Array.Empty<object>())
            {
                yield return new ToldRow(
                    owned.TargetEntityType.GetTableName()!,
                    string.Join('/', owned.TargetEntityType.FindPrimaryKey()!.Properties
                        .Select(p => Text(p.IsShadowProperty() ? id : p.PropertyInfo!.GetValue(one)))),
                    MembersOf(owned.TargetEntityType, one));
            }
        }
    }

    /// <summary>A member's value: short texts and bytes as they are, longer ones by their digest.</summary>
    public static JsonNode? Value(IReadOnlyProperty property, object? value) => value switch
    {
        null => null,
        byte[] bytes when Untold.OnlyDigest(property) => DigestOf(bytes),
        string text when Untold.OnlyDigest(property) => DigestOf(Encoding.UTF8.GetBytes(text)),
        bool yes => yes,
        int number => number,
        long number => number,
        DateTimeOffset at => at.ToUnixTimeMilliseconds(),
        TimeSpan span => (long)span.TotalSeconds,
        byte[] { Length: <= LongestBytes } bytes => Convert.ToHexStringLower(bytes),
        byte[] bytes => DigestOf(bytes),
        _ => OfText(Text(value)),
    };

    // A text that looks like a digest is told by its own, so that it cannot stand for a longer one.
    private static string OfText(string text) => text.Length <= LongestText && !text.StartsWith(Digest, StringComparison.Ordinal)
        ? text
        : DigestOf(Encoding.UTF8.GetBytes(text));

    private static JsonObject MembersOf(IEntityType type, object row)
    {
        var members = new JsonObject();
        foreach (IProperty property in Untold.ToldOf(type).Where(p => !p.IsShadowProperty()))
        {
            if (property.PropertyInfo!.GetValue(row) is { } value)
            {
                members[property.Name] = Value(property, value);
            }
        }

        return members;
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string DigestOf(byte[] bytes) => Digest + Convert.ToHexStringLower(SHA256.HashData(bytes));
}
