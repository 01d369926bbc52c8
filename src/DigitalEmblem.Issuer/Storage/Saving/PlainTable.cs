using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using DigitalEmblem.Issuer.Journal;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace DigitalEmblem.Issuer.Storage.Saving;

/// <summary>How rows of one table are written that EF Core does not track: its model tells the columns.</summary>
internal sealed class PlainTable
{
    private static readonly ConcurrentDictionary<IEntityType, PlainTable> All = new();

    private readonly Part[] _parts;
    private readonly ConcurrentDictionary<UInt128, RowShape> _changed = new();

    private PlainTable(IEntityType type)
    {
        Type = type;
        Name = type.GetTableName()!;
        if (type.FindPrimaryKey()!.Properties.Count != 1 || type.GetNavigations().Any(n => n.TargetEntityType.IsOwned()))
        {
            throw new NotSupportedException($"Rows of {Name} have a key of several columns, or own others.");
        }

        IReadOnlyList<IProperty> told = Untold.Tells(type) ? Untold.ToldOf(type) : [];
        _parts = [.. type.GetFlattenedProperties().Select(p => new Part(p, told.Contains(p)))];
        Added = new RowShape(Name, EntityState.Added, [.. _parts.Select(p => p.Column(isWritten: true))]);
    }

    /// <summary>The kind of row.</summary>
    public IEntityType Type { get; }

    /// <summary>The table's name.</summary>
    public string Name { get; }

    /// <summary>The shape of new rows.</summary>
    public RowShape Added { get; }

    /// <summary>The table of a kind of row.</summary>
    /// <exception cref="NotSupportedException">Its rows have a key of several columns, or own others.</exception>
    public static PlainTable Of(IEntityType type) => All.GetOrAdd(type, t => new PlainTable(t));

    /// <summary>The values of a row as it is now.</summary>
    public object?[] ValuesOf(object row)
    {
        object?[] values = new object?[_parts.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = _parts[i].Of(row);
        }

        return values;
    }

    /// <summary>Which of its values are others than before, as bits in their order.</summary>
    public UInt128 Difference(object?[] before, object?[] now)
    {
        UInt128 different = 0;
        for (int i = 0; i < now.Length; i++)
        {
            if (!_parts[i].Comparer.Equals(before[i], now[i]))
            {
                different |= UInt128.One << i;
            }
        }

        return different;
    }

    /// <summary>The shape of rows of which these values change.</summary>
    public RowShape Changed(UInt128 different) => _changed.GetOrAdd(different, d => new RowShape(
        Name,
        EntityState.Modified,
        [
            .. Chosen(d).Select(p => p.Column(isWritten: true)),
            .. _parts.Where(p => p.IsCompared).Select(p => p.Column(isWritten: false)),
        ]));

    /// <summary>A new row, as the database takes it, in the order of <see cref="Added"/>.</summary>
    public object?[] ToInsert(object?[] values)
    {
        object?[] provided = new object?[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            provided[i] = Added.Columns[i].Provided(_parts[i].IsVersion ? NewVersion() : values[i]);
        }

        return provided;
    }

    /// <summary>A changed row, as the database takes it, in the order of <see cref="Changed"/>.</summary>
    public object?[] ToUpdate(UInt128 different, object?[] before, object?[] now)
    {
        RowShape shape = Changed(different);
        object?[] provided = new object?[shape.Columns.Count];
        int at = 0;
        for (int i = 0; i < _parts.Length; i++)
        {
            if (IsChosen(different, i))
            {
                provided[at] = shape.Columns[at].Provided(_parts[i].IsVersion ? NewVersion() : now[i]);
                at++;
            }
        }

        for (int i = 0; i < _parts.Length; i++)
        {
            if (_parts[i].IsCompared)
            {
                provided[at] = shape.Columns[at].Provided(before[i]);
                at++;
            }
        }

        return provided;
    }

    /// <summary>The row's identity, as the journal tells it.</summary>
    public string KeyOf(object?[] values) =>
        Convert.ToString(values[Array.FindIndex(_parts, p => p.Property.IsPrimaryKey())], CultureInfo.InvariantCulture) ?? "";

    /// <summary>The told values of a row: of a new one those that are there, of a changed one those that changed.</summary>
    /// <param name="values">Its values.</param>
    /// <param name="different">Which changed; null for a new row.</param>
    public IEnumerable<(IProperty Property, object? Value)> Told(object?[] values, UInt128? different)
    {
        for (int i = 0; i < _parts.Length; i++)
        {
            if (_parts[i].IsTold && (different is { } only ? IsChosen(only, i) : values[i] is not null))
            {
                yield return (_parts[i].Property, values[i]);
            }
        }
    }

    // A row that changes gets another version.
    private bool IsChosen(UInt128 different, int i) => (different >> i & 1) != 0 || _parts[i].IsVersion;

    private static Guid NewVersion() => new(RandomNumberGenerator.GetBytes(16));

    private IEnumerable<Part> Chosen(UInt128 different) => _parts.Where((_, i) => IsChosen(different, i));

    /// <summary>A column, and where its value is.</summary>
    private sealed class Part(IProperty property, bool isTold)
    {
        private readonly IClrPropertyGetter _getter = property.GetGetter();

        public IProperty Property => property;

        public bool IsTold => isTold;

        public bool IsVersion => property.IsConcurrencyToken;

        public bool IsCompared => property.IsPrimaryKey() || property.IsConcurrencyToken;

        public ValueComparer Comparer { get; } = property.GetValueComparer();

        public object? Of(object row) => _getter.GetClrValueUsingContainingEntity(row);

        public RowShape.Column Column(bool isWritten) => new(property.GetColumnName(), isWritten, property.GetRelationalTypeMapping());
    }
}
