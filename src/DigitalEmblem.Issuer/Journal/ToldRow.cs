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
    /// <param name="entry">The row.</param>
    /// <param name="pseudonyms">What people are called by.</param>
    public static ToldRow? OfChange(EntityEntry entry, Pseudonyms pseudonyms)
    {
        IEntityType type = entry.Metadata;
        if (!Untold.Tells(type) || entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted))
        {
            return null;
        }

        string key = string.Join('/', type.FindPrimaryKey()!.Properties
            .Select(p => KeyText(p, entry.Property(p.Name).CurrentValue, pseudonyms.Of)));
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
                members[property.Name] = Value(property, value.CurrentValue, pseudonyms.Of);
            }
        }

        return entry.State == EntityState.Added || members.Count > 0 ? new ToldRow(type.GetTableName()!, key, members) : null;
    }

    /// <summary>What a row is told by that is not tracked; null if nothing that is told changes.</summary>
    /// <param name="table">The table.</param>
    /// <param name="key">The row's identity, as text.</param>
    /// <param name="told">Its told members: of a new row those that are there, of a changed one those that changed.</param>
    /// <param name="isNew">Whether it is new.</param>
    /// <param name="pseudonyms">What people are called by.</param>
    public static ToldRow? OfPlain(
        string table, string key, IEnumerable<(IProperty Property, object? Value)> told, bool isNew, Pseudonyms pseudonyms)
    {
        var members = new JsonObject();
        foreach ((IProperty property, object? value) in told)
        {
            members[property.Name] = Value(property, value, pseudonyms.Of);
        }

        return isNew || members.Count > 0 ? new ToldRow(table, key, members) : null;
    }

    /// <summary>A row as it is, with the rows that it owns.</summary>
    /// <param name="type">The kind of row.</param>
    /// <param name="row">The row.</param>
    /// <param name="called">What the journal calls the person by whose handle a member holds.</param>
    public static IEnumerable<ToldRow> Whole(IEntityType type, object row, Func<string, string> called)
    {
        object? id = type.FindPrimaryKey()!.Properties is [{ PropertyInfo: { } only }] ? only.GetValue(row) : null;
        yield return new ToldRow(type.GetTableName()!, Text(id), MembersOf(type, row, called));
        foreach (INavigation owned in type.GetNavigations().Where(n => n is { IsCollection: true, TargetEntityType: var t } && t.IsOwned()))
        {
            foreach (object one in (IEnumerable?)owned.PropertyInfo!.GetValue(row) ?? Array.Empty<object>())
            {
                yield return new ToldRow(
                    owned.TargetEntityType.GetTableName()!,
                    string.Join('/', owned.TargetEntityType.FindPrimaryKey()!.Properties
                        .Select(p => KeyText(p, p.IsShadowProperty() ? id : p.PropertyInfo!.GetValue(one), called))),
                    MembersOf(owned.TargetEntityType, one, called));
            }
        }
    }

    // A member's value: short texts and bytes as they are, longer ones by their digest, people by what they are called.
    private static JsonNode? Value(IReadOnlyProperty property, object? value, Func<string, string> called) => value switch
    {
        null => null,
        byte[] bytes when Untold.OnlyDigest(property) => DigestOf(bytes),
        string text when Untold.OnlyDigest(property) => DigestOf(Encoding.UTF8.GetBytes(text)),
        string name when HandleMembers.Holds(property) => OfText(called(name)),
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

    private static JsonObject MembersOf(IEntityType type, object row, Func<string, string> called)
    {
        var members = new JsonObject();
        foreach (IProperty property in Untold.ToldOf(type).Where(p => !p.IsShadowProperty()))
        {
            if (property.PropertyInfo!.GetValue(row) is { } value)
            {
                members[property.Name] = Value(property, value, called);
            }
        }

        return members;
    }

    private static string KeyText(IReadOnlyProperty property, object? value, Func<string, string> called) =>
        value is string name && HandleMembers.Holds(property) ? called(name) : Text(value);

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string DigestOf(byte[] bytes) => Digest + Convert.ToHexStringLower(SHA256.HashData(bytes));
}
