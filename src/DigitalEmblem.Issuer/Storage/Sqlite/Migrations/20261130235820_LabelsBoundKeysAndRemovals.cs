using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigitalEmblem.Issuer.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    internal partial class LabelsBoundKeysAndRemovals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Labels",
                table: "assets",
                type: "TEXT",
                maxLength: 2047,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RemovalAskedAt",
                table: "assets",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Zones",
                table: "api_keys",
                type: "TEXT",
                maxLength: 4063,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "asset_labels",
                columns: table => new
                {
                    Label = table.Column<string>(type: "TEXT", maxLength: 127, nullable: false),
                    AssetId = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_asset_labels", x => new { x.Label, x.AssetId });
                });

            migrationBuilder.CreateIndex(
                name: "IX_assets_removed",
                table: "assets",
                column: "RemovalAskedAt",
                filter: "\"RemovalAskedAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_asset_labels_AssetId",
                table: "asset_labels",
                column: "AssetId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "asset_labels");

            migrationBuilder.DropIndex(
                name: "IX_assets_removed",
                table: "assets");

            migrationBuilder.DropColumn(
                name: "Labels",
                table: "assets");

            migrationBuilder.DropColumn(
                name: "RemovalAskedAt",
                table: "assets");

            migrationBuilder.DropColumn(
                name: "Zones",
                table: "api_keys");
        }
    }
}
