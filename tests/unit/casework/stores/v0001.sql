BEGIN TRANSACTION;
CREATE TABLE archive_entry (
	sequence INTEGER NOT NULL, 
	complaint_no VARCHAR(32) NOT NULL, 
	document VARCHAR NOT NULL, 
	content_hash VARCHAR(64) NOT NULL, 
	size INTEGER NOT NULL, 
	archived_by VARCHAR NOT NULL, 
	archived_at DATETIME NOT NULL, 
	retention_years INTEGER NOT NULL, 
	previous_hash VARCHAR(64) NOT NULL, 
	entry_hash VARCHAR(64) NOT NULL, 
	PRIMARY KEY (sequence)
);
INSERT INTO "archive_entry" VALUES(1,'TS-20300304-0002','分类分级结果.json','4e31368743138de70899919e03d5ac24bd86fa7cedac23d0dbc686740fe81178',519,'zhangmin','2030-03-04 01:00:00.000000',5,'0000000000000000000000000000000000000000000000000000000000000000','81e05f9702a94b8fe68f9695cff19cb6f38f0a0bc6189e4c20bfa901d14df259');
INSERT INTO "archive_entry" VALUES(2,'TS-20300304-0002','处理方案与审批.json','ab5537787791f1bb54ddd25792cf99d713db2665ae3867a31db2c8ac67eb84c0',1627,'zhangmin','2030-03-04 01:00:00.000000',5,'81e05f9702a94b8fe68f9695cff19cb6f38f0a0bc6189e4c20bfa901d14df259','020b4d6d3e1501cad069eda6521c3e1d01d2ee3f8ef82aacd4d0f6ffcdea792d');
INSERT INTO "archive_entry" VALUES(3,'TS-20300304-0002','客户反馈与回访.json','1cedd2f4571c31cee1f352ebe01ae031dca0b7f9d60ac17af04486ed129bb73f',1390,'zhangmin','2030-03-04 01:00:00.000000',5,'020b4d6d3e1501cad069eda6521c3e1d01d2ee3f8ef82aacd4d0f6ffcdea792d','f7e57e58c44b9c112af77011b33ab9c2610d576c6b9ee9bd075f42466d11cc21');
INSERT INTO "archive_entry" VALUES(4,'TS-20300304-0002','工单.json','e83a6b567e412dfeaf1117ca3b89c72696987bdebbfdb98fadee159e26317add',478,'zhangmin','2030-03-04 01:00:00.000000',5,'f7e57e58c44b9c112af77011b33ab9c2610d576c6b9ee9bd075f42466d11cc21','1376214bda8ac9680910052becc3946f410b1a1527ad806c57cbaf73746136db');
INSERT INTO "archive_entry" VALUES(5,'TS-20300304-0002','执行记录.json','84a2064bb1aca9e19d6f5da3f8bab75cd6270d2fcf4ff905fa2413b2c3bc2e0b',491,'zhangmin','2030-03-04 01:00:00.000000',5,'1376214bda8ac9680910052becc3946f410b1a1527ad806c57cbaf73746136db','3f687332fc4fee2e07c872c919bec5a22dda49aa19019da7e07bd1d90118e6ca');
INSERT INTO "archive_entry" VALUES(6,'TS-20300304-0002','投诉登记表.json','aeb29618248e232af8986551241fe27cdbceb70352be171f2f4f09e75a143432',515,'zhangmin','2030-03-04 01:00:00.000000',5,'3f687332fc4fee2e07c872c919bec5a22dda49aa19019da7e07bd1d90118e6ca','da301363a7eb0077e756754dbf91e0fbf0a9c46cc9d853dea37a92b49a03b1cb');
INSERT INTO "archive_entry" VALUES(7,'TS-20300304-0002','时间线.json','ee0d577f47dbfd4f1c7b650b7fe842b7270770693bbb729e2c40e9516e319e3d',17717,'zhangmin','2030-03-04 01:00:00.000000',5,'da301363a7eb0077e756754dbf91e0fbf0a9c46cc9d853dea37a92b49a03b1cb','932054e924a9791f1a442d1872c849cba418f127499b40c64c7d45dca863fd42');
INSERT INTO "archive_entry" VALUES(8,'TS-20300304-0002','时限记录.json','c04f511074974d3dedb572d5fd1ee534a567df266fe7580f444e6fe90b10f5d6',3221,'zhangmin','2030-03-04 01:00:00.000000',5,'932054e924a9791f1a442d1872c849cba418f127499b40c64c7d45dca863fd42','77fa15a4b0ef425c40d26395837cd8f01e8d3755ac68da7d044db3d8f663e7d2');
INSERT INTO "archive_entry" VALUES(9,'TS-20300304-0002','案件.json','6461100263c5f66d2e82020156b5ce7392b43d34c67ec26d92627f6bfb1924a1',2060,'zhangmin','2030-03-04 01:00:00.000000',5,'77fa15a4b0ef425c40d26395837cd8f01e8d3755ac68da7d044db3d8f663e7d2','c856a838241fca737d18894f2593ba7980f7250f6a525c4c9516595071f3639e');
INSERT INTO "archive_entry" VALUES(10,'TS-20300304-0002','档案检查.json','c343fe9a1913a7bdd537901d97034291703d17d1634bc660d67192e7d47b9e29',239,'zhangmin','2030-03-04 01:00:00.000000',5,'c856a838241fca737d18894f2593ba7980f7250f6a525c4c9516595071f3639e','9a04dc213e3e8189d9765a975f9ba16c97e2d007548f69e752e5ddb4a6dec8d9');
INSERT INTO "archive_entry" VALUES(11,'TS-20300304-0002','沟通记录.json','9fc9e69be49d937609e9a8fa088115c39b19e850631c84d43e2e5ae7abf6524b',13285,'zhangmin','2030-03-04 01:00:00.000000',5,'9a04dc213e3e8189d9765a975f9ba16c97e2d007548f69e752e5ddb4a6dec8d9','3845f70a1fef38f42448315f7224a9951b20b7501085450279f5c675e7f0f9b2');
INSERT INTO "archive_entry" VALUES(12,'TS-20300304-0002','补偿台账.json','f8aa2fc2f6f176b5a24db510de7ad8b526fe28f3216a1fb7859d11ef257db640',973,'zhangmin','2030-03-04 01:00:00.000000',5,'3845f70a1fef38f42448315f7224a9951b20b7501085450279f5c675e7f0f9b2','9f7d4bd338dffbd869082b906e4e594a4bdf3db6dfdc02757d37490b24b7c31c');
INSERT INTO "archive_entry" VALUES(13,'TS-20300304-0002','补偿支付.json','824ea92dfb519fd104571d35b7397da91a3c355828568068c90ff2a4ee61cf2b',552,'zhangmin','2030-03-04 01:00:00.000000',5,'9f7d4bd338dffbd869082b906e4e594a4bdf3db6dfdc02757d37490b24b7c31c','7cbd38f3bba460c6ef6fb30db5876dbe02a2c895d6259e429a5f0865873a1270');
INSERT INTO "archive_entry" VALUES(14,'TS-20300304-0002','补偿追回.json','ee276209a1bd0e6f4bb7b4d99181d3d0089ff018443e8187578137a3c10068ad',293,'zhangmin','2030-03-04 01:00:00.000000',5,'7cbd38f3bba460c6ef6fb30db5876dbe02a2c895d6259e429a5f0865873a1270','08a00207e47d0bcfd438a57cc7e87fba6a4496d44b8a68b52afa2ca8493f9978');
INSERT INTO "archive_entry" VALUES(15,'TS-20300304-0002','调查记录.json','c10a0beeb132d3e9fcdf1aa8f626994cadd11cb82ca46df5beab5251ff71d3f7',738,'zhangmin','2030-03-04 01:00:00.000000',5,'08a00207e47d0bcfd438a57cc7e87fba6a4496d44b8a68b52afa2ca8493f9978','456e3ad9c9f805120231bd23348ab36896262c440c2fec83b2d5fbfbd32452de');
INSERT INTO "archive_entry" VALUES(16,'TS-20300304-0002','部门意见.json','03774b8b38ff4c649ea93919c7e84f3eddaf039fff0305cf44a9f1a9ea5f722d',1230,'zhangmin','2030-03-04 01:00:00.000000',5,'456e3ad9c9f805120231bd23348ab36896262c440c2fec83b2d5fbfbd32452de','7acb0f08e3626c62354e923ecd9e5e68f9ef6c6e55c5cafd67421bab5888aa3d');
INSERT INTO "archive_entry" VALUES(17,'TS-20300304-0003','分类分级结果.json','4e31368743138de70899919e03d5ac24bd86fa7cedac23d0dbc686740fe81178',519,'系统','2030-03-04 01:00:00.000000',5,'7acb0f08e3626c62354e923ecd9e5e68f9ef6c6e55c5cafd67421bab5888aa3d','c29caa107a2909981b48e6e5fc74c79860f7eb7e36127a06db3f693d9b6a8d2f');
INSERT INTO "archive_entry" VALUES(18,'TS-20300304-0003','处理方案与审批.json','ff163ea81fafcfb6fa1a42f07ddd7bf55f0f9bbce5dbacb502e0d12a41b6e435',809,'系统','2030-03-04 01:00:00.000000',5,'c29caa107a2909981b48e6e5fc74c79860f7eb7e36127a06db3f693d9b6a8d2f','e0a22a208ebcb8530e9841ea3029b02f5a0d1eef9f01d3fa33244a22bafcb36b');
INSERT INTO "archive_entry" VALUES(19,'TS-20300304-0003','工单.json','4cb3cb946ed678993800b1450f0a698077c6a42e7e4547b6c3a88136e8cbb88f',478,'系统','2030-03-04 01:00:00.000000',5,'e0a22a208ebcb8530e9841ea3029b02f5a0d1eef9f01d3fa33244a22bafcb36b','e528bd82048bad87f83683199592bc168c93d785ac74f5ea2f48b71c15099ceb');
INSERT INTO "archive_entry" VALUES(20,'TS-20300304-0003','投诉登记表.json','75a0fd47168591590ebeddc2b88daa8d7cca724a165133b128e6c066b7d49be9',515,'系统','2030-03-04 01:00:00.000000',5,'e528bd82048bad87f83683199592bc168c93d785ac74f5ea2f48b71c15099ceb','f02f11cfa2528339e9e9ccc05abd51c239cbb0541cc1a50567e14419266833b3');
INSERT INTO "archive_entry" VALUES(21,'TS-20300304-0003','时间线.json','d2404aacec3566af5b5b8baa2efc855e222dca5c71f9f5be50ae24e6f7d4f04b',9775,'系统','2030-03-04 01:00:00.000000',5,'f02f11cfa2528339e9e9ccc05abd51c239cbb0541cc1a50567e14419266833b3','f338e46a96083c1c83ad9971b9b36705bc1005c6a535e3e8b857553f933c2c6e');
INSERT INTO "archive_entry" VALUES(22,'TS-20300304-0003','时限记录.json','8aad92761d94698ed725f2c997624ce94ef1a35783fb150588459cf91180b5e8',1939,'系统','2030-03-04 01:00:00.000000',5,'f338e46a96083c1c83ad9971b9b36705bc1005c6a535e3e8b857553f933c2c6e','5e0619daf5ea9ce04be7a32ab50abed98740146edc7243d2ed119d38bdce8a86');
INSERT INTO "archive_entry" VALUES(23,'TS-20300304-0003','案件.json','9416783c98c8fbc59ee832cdb1525a37e18ba5ad2c7e9ea8734c891d2fe4b143',2049,'系统','2030-03-04 01:00:00.000000',5,'5e0619daf5ea9ce04be7a32ab50abed98740146edc7243d2ed119d38bdce8a86','858ea519a2e5d65ae76b1f0881ce3ae26b5aa1ae9703156f48b409934f2ee009');
INSERT INTO "archive_entry" VALUES(24,'TS-20300304-0003','沟通记录.json','ff788c05c1aea78208a9402acbbd15cbbd206c07ca932684f3068f435c905b8f',7935,'系统','2030-03-04 01:00:00.000000',5,'858ea519a2e5d65ae76b1f0881ce3ae26b5aa1ae9703156f48b409934f2ee009','59908554eb452ba127fad8770a567da1a187097ce75631a98bfb2f4da093d8fd');
INSERT INTO "archive_entry" VALUES(25,'TS-20300304-0003','补偿台账.json','f209bf51aa9362c3f17339fc72591605a125545582b8b19a85a300d9a54c0799',482,'系统','2030-03-04 01:00:00.000000',5,'59908554eb452ba127fad8770a567da1a187097ce75631a98bfb2f4da093d8fd','35a4e448e20774c83db3ec1a29a5cb2e778547fd5a8e14154d5b1ae6b7189c22');
INSERT INTO "archive_entry" VALUES(26,'TS-20300304-0003','补偿支付.json','597db5d48fec44337f9d6be446a64c5c5dc9fa25674bb82c7dc3a1ec55443f93',277,'系统','2030-03-04 01:00:00.000000',5,'35a4e448e20774c83db3ec1a29a5cb2e778547fd5a8e14154d5b1ae6b7189c22','d936fa0e3c95e8dab52bb8d59ee1c06d0b947471bb2b04816aa05f06108d119f');
INSERT INTO "archive_entry" VALUES(27,'TS-20300304-0003','补偿追回.json','e5a2ea2c539beaae566f5731a4a19df5520d4f58b3302339cd36b6cf53fad86e',293,'系统','2030-03-04 01:00:00.000000',5,'d936fa0e3c95e8dab52bb8d59ee1c06d0b947471bb2b04816aa05f06108d119f','f4702f9e0642a5ecfc741cc7fe24a1a2efdc5855f08e2aecebf37513072c43c6');
INSERT INTO "archive_entry" VALUES(28,'TS-20300304-0003','调查记录.json','4c5bec2fbc1c981eeb040093f5444855f416753b3879247e3e01184d0cb05abf',370,'系统','2030-03-04 01:00:00.000000',5,'f4702f9e0642a5ecfc741cc7fe24a1a2efdc5855f08e2aecebf37513072c43c6','87114cc363a0a69069f69767ec601861fde95d12d1c42f7c9776c55db366b7d7');
INSERT INTO "archive_entry" VALUES(29,'TS-20300304-0003','部门意见.json','f5c1c34f42f653237f841f43bd416da3da177a9ed073fb9766e15bdd28a140a6',616,'系统','2030-03-04 01:00:00.000000',5,'87114cc363a0a69069f69767ec601861fde95d12d1c42f7c9776c55db366b7d7','d8b537c128003f81ac6e775f6eef9ccd03b209d799da4cb32fa5b9accefda201');
INSERT INTO "archive_entry" VALUES(30,'TS-20300304-0004','分类分级结果.json','4e31368743138de70899919e03d5ac24bd86fa7cedac23d0dbc686740fe81178',519,'系统','2030-03-04 02:00:00.000000',5,'d8b537c128003f81ac6e775f6eef9ccd03b209d799da4cb32fa5b9accefda201','9aa8294df273162547f8e5e1cfcb3dbdd42416e79ddbc035fea97104cf8f4583');
INSERT INTO "archive_entry" VALUES(31,'TS-20300304-0004','处理方案与审批.json','65502f095a4cbbc3945fce2c2d9741afc6a398b198cb76f39cf3bd0dd9d13500',809,'系统','2030-03-04 02:00:00.000000',5,'9aa8294df273162547f8e5e1cfcb3dbdd42416e79ddbc035fea97104cf8f4583','cdaebaf3139d301b1bf20ae7d2597017b39102fa9f388485ea1eb9bde25dff2b');
INSERT INTO "archive_entry" VALUES(32,'TS-20300304-0004','工单.json','4b1e61b387ae06e7e414ea8d30eeb8926118258c8a81cb71378d484604f301f4',478,'系统','2030-03-04 02:00:00.000000',5,'cdaebaf3139d301b1bf20ae7d2597017b39102fa9f388485ea1eb9bde25dff2b','be244eb73b7f920a578f3208bf07cfd982d805a11b39ebf7ddcd6b097fd0815d');
INSERT INTO "archive_entry" VALUES(33,'TS-20300304-0004','投诉登记表.json','84c605fceefe0c51982fc21d46cdb98b04f4a50af8071e553ee619460c12f6c6',515,'系统','2030-03-04 02:00:00.000000',5,'be244eb73b7f920a578f3208bf07cfd982d805a11b39ebf7ddcd6b097fd0815d','fdaaa0062c0b45fa354e5130994e831d7e015951c3615181650c37356b59ef74');
INSERT INTO "archive_entry" VALUES(34,'TS-20300304-0004','时间线.json','baf1229e818e123eb01e031dcfe51cb4b2f4c11d30b528eb8dd47013cdf9fe20',9085,'系统','2030-03-04 02:00:00.000000',5,'fdaaa0062c0b45fa354e5130994e831d7e015951c3615181650c37356b59ef74','8b4c1f144f0adaf6ea14685e1fdc1ded1bdd590f5a47f165b16c8876d232f024');
INSERT INTO "archive_entry" VALUES(35,'TS-20300304-0004','时限记录.json','85cea57e2fe88c39477925830be044f90032edbdc4f6904c7ff33217340f94a5',1939,'系统','2030-03-04 02:00:00.000000',5,'8b4c1f144f0adaf6ea14685e1fdc1ded1bdd590f5a47f165b16c8876d232f024','38b34e33f197957b8e47b158f4b48786ee97a1d12dfaba3cd61119589e692570');
INSERT INTO "archive_entry" VALUES(36,'TS-20300304-0004','案件.json','091c20b2e15887f07a440b7fb7cf2e20c3dbf200b557d39dcb4b3750bc860a3f',2040,'系统','2030-03-04 02:00:00.000000',5,'38b34e33f197957b8e47b158f4b48786ee97a1d12dfaba3cd61119589e692570','87b569d50bf53ef7ff855795506c0a19dcf4c93cde256b6bf0a492cc50c898e9');
INSERT INTO "archive_entry" VALUES(37,'TS-20300304-0004','沟通记录.json','9ad3bfdb37e075aeabb71846ad25856f48a62278a51fe9a32693632a2de873d3',6459,'系统','2030-03-04 02:00:00.000000',5,'87b569d50bf53ef7ff855795506c0a19dcf4c93cde256b6bf0a492cc50c898e9','e1d9170b5ef2f516080c0929d941a9a98156e25b50156f451f2101488159c276');
INSERT INTO "archive_entry" VALUES(38,'TS-20300304-0004','补偿台账.json','0266214cf552ab8d126fcc3b6cf5abee345cc7f56f12e35e6b37ab31cfacae48',940,'系统','2030-03-04 02:00:00.000000',5,'e1d9170b5ef2f516080c0929d941a9a98156e25b50156f451f2101488159c276','27e6e74949068e02155a4ba7345fd12c81513966a0b5333c75ca3c6d86cab2d7');
INSERT INTO "archive_entry" VALUES(39,'TS-20300304-0004','调查记录.json','4c5bec2fbc1c981eeb040093f5444855f416753b3879247e3e01184d0cb05abf',370,'系统','2030-03-04 02:00:00.000000',5,'27e6e74949068e02155a4ba7345fd12c81513966a0b5333c75ca3c6d86cab2d7','f906029c4b2095318769d79a5c4ea31ace1f21a90486286bc28424cf0e84aa46');
INSERT INTO "archive_entry" VALUES(40,'TS-20300304-0004','部门意见.json','f5c1c34f42f653237f841f43bd416da3da177a9ed073fb9766e15bdd28a140a6',616,'系统','2030-03-04 02:00:00.000000',5,'f906029c4b2095318769d79a5c4ea31ace1f21a90486286bc28424cf0e84aa46','e9684df70be84930ddaeabdd73855f56004a72c5e53a744656b43f2ea46851be');
CREATE TABLE attachment (
	id INTEGER NOT NULL, 
	intake_id VARCHAR(200) NOT NULL, 
	name VARCHAR NOT NULL, 
	media_type VARCHAR NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	size INTEGER NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE case_clock (
	business_key VARCHAR NOT NULL, 
	now DATETIME NOT NULL, 
	PRIMARY KEY (business_key)
);
INSERT INTO "case_clock" VALUES('web:scenario-df2f83af','2030-03-04 01:00:00.000000');
INSERT INTO "case_clock" VALUES('TS-20300304-0001','2030-03-04 01:00:00.000000');
INSERT INTO "case_clock" VALUES('web:scenario-bf71a907','2030-03-04 01:00:00.000000');
INSERT INTO "case_clock" VALUES('TS-20300304-0002','2030-03-04 01:00:00.000000');
INSERT INTO "case_clock" VALUES('web:scenario-e1dc9a85','2030-03-04 01:00:00.000000');
INSERT INTO "case_clock" VALUES('TS-20300304-0003','2030-03-04 01:00:00.000000');
INSERT INTO "case_clock" VALUES('web:scenario-1a77f4db','2030-03-04 02:00:00.000000');
INSERT INTO "case_clock" VALUES('TS-20300304-0004','2030-03-04 02:00:00.000000');
CREATE TABLE case_event (
	id INTEGER NOT NULL, 
	complaint_no VARCHAR(32) NOT NULL, 
	at DATETIME NOT NULL, 
	actor VARCHAR NOT NULL, 
	action VARCHAR NOT NULL, 
	rule VARCHAR, 
	route VARCHAR, 
	details JSON NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "case_event" VALUES(1,'TS-20300304-0001','2030-03-04 01:00:00.000000','系统','受理投诉并编号',NULL,'官网','{}');
INSERT INTO "case_event" VALUES(2,'TS-20300304-0001','2030-03-04 01:00:00.000000','系统','调取客户登记簿',NULL,'C-df2f83af','{}');
INSERT INTO "case_event" VALUES(3,'TS-20300304-0001','2030-03-04 01:00:00.000000','系统','提出分类建议','D01–D04','C/产品质量/普通','{"confidence": 0.73}');
INSERT INTO "case_event" VALUES(4,'TS-20300304-0001','2030-03-04 01:00:00.000000','系统','通知客户 N01',NULL,'邮件','{}');
INSERT INTO "case_event" VALUES(5,'TS-20300304-0001','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N01','{"message_id": "<eef516fa5451e5f4d31523a064c20fe1@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(6,'TS-20300304-0001','2030-03-04 01:00:00.000000','zhangmin','提交《投诉登记表》',NULL,NULL,'{"activity": "Task_RegisterComplaint"}');
INSERT INTO "case_event" VALUES(7,'TS-20300304-0001','2030-03-04 01:00:00.000000','zhangmin','首次人工响应',NULL,'电话','{}');
INSERT INTO "case_event" VALUES(8,'TS-20300304-0001','2030-03-04 01:00:00.000000','系统','核对信息完整性','D34','完整','{}');
INSERT INTO "case_event" VALUES(9,'TS-20300304-0001','2030-03-04 01:00:00.000000','系统','内部通知 N03',NULL,'cs-supervisor','{}');
INSERT INTO "case_event" VALUES(10,'TS-20300304-0001','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N03','{"message_id": "<e4a5f1809c0f95e6fb44c2756b732b87@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(11,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','受理投诉并编号',NULL,'官网','{}');
INSERT INTO "case_event" VALUES(12,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','调取客户登记簿',NULL,'C-bf71a907','{}');
INSERT INTO "case_event" VALUES(13,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','提出分类建议','D01–D04','C/产品质量/普通','{"confidence": 0.73}');
INSERT INTO "case_event" VALUES(14,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','通知客户 N01',NULL,'邮件','{}');
INSERT INTO "case_event" VALUES(15,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N01','{"message_id": "<f750f91782d308a70bdb5790271e456d@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(16,'TS-20300304-0002','2030-03-04 01:00:00.000000','zhangmin','提交《投诉登记表》',NULL,NULL,'{"activity": "Task_RegisterComplaint"}');
INSERT INTO "case_event" VALUES(17,'TS-20300304-0002','2030-03-04 01:00:00.000000','zhangmin','首次人工响应',NULL,'电话','{}');
INSERT INTO "case_event" VALUES(18,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','核对信息完整性','D34','完整','{}');
INSERT INTO "case_event" VALUES(19,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','内部通知 N03',NULL,'cs-supervisor','{}');
INSERT INTO "case_event" VALUES(20,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N03','{"message_id": "<877070a13360b482a56b2a6ba2a6cbfa@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(21,'TS-20300304-0002','2030-03-04 01:00:00.000000','wangfang','提交投诉分类分级结果',NULL,NULL,'{"activity": "Task_ClassifyComplaint"}');
INSERT INTO "case_event" VALUES(22,'TS-20300304-0002','2030-03-04 01:00:00.000000','wangfang','更正分类','D01–D04','C/产品质量/普通','{"corrected": ["technical"]}');
INSERT INTO "case_event" VALUES(23,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','转派','D05、D06','quality','{"ticket": "GD-20300304-0001"}');
INSERT INTO "case_event" VALUES(24,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','内部通知 N05',NULL,'quality','{}');
INSERT INTO "case_event" VALUES(25,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N05','{"message_id": "<253d0b21106c30e395c1cc6688cab29f@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(26,'TS-20300304-0002','2030-03-04 01:00:00.000000','heping','提交《投诉调查记录》',NULL,NULL,'{"activity": "Task_Investigate"}');
INSERT INTO "case_event" VALUES(27,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','内部通知 N06',NULL,'sales','{}');
INSERT INTO "case_event" VALUES(28,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','内部通知 N06',NULL,'legal','{}');
INSERT INTO "case_event" VALUES(29,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N06','{"message_id": "<014d3620d45ebdd2167e019911274a4a@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(30,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N06','{"message_id": "<927125e2ccac45e8ec88c648fd3670c2@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(31,'TS-20300304-0002','2030-03-04 01:00:00.000000','wuxia','提交《跨部门协同意见》',NULL,NULL,'{"activity": "Task_GiveOpinion"}');
INSERT INTO "case_event" VALUES(32,'TS-20300304-0002','2030-03-04 01:00:00.000000','xumei','提交《跨部门协同意见》',NULL,NULL,'{"activity": "Task_GiveOpinion"}');
INSERT INTO "case_event" VALUES(33,'TS-20300304-0002','2030-03-04 01:00:00.000000','zhangmin','提交《处理方案》',NULL,NULL,'{"activity": "Task_DraftSolution"}');
INSERT INTO "case_event" VALUES(34,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','内部通知 N07',NULL,'cs-manager','{}');
INSERT INTO "case_event" VALUES(35,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N07','{"message_id": "<77f516a2d714e36f4655bd5ad1a961bd@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(36,'TS-20300304-0002','2030-03-04 01:00:00.000000','chenjing','提交《处理方案审批表》',NULL,NULL,'{"activity": "Task_ApproveManager"}');
INSERT INTO "case_event" VALUES(37,'TS-20300304-0002','2030-03-04 01:00:00.000000','chenjing','批准方案','恰为5000元，由客服经理直接审批','5000.00元','{}');
INSERT INTO "case_event" VALUES(38,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','内部通知 N08',NULL,'cs-specialist','{}');
INSERT INTO "case_event" VALUES(39,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','内部通知 N05',NULL,'finance','{}');
INSERT INTO "case_event" VALUES(40,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','下达执行','D09','finance','{}');
INSERT INTO "case_event" VALUES(41,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N08','{"message_id": "<b7f673dc821aca3b68b92a7e3b68a670@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(42,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N05','{"message_id": "<02b05ed48dbceb78a08958a590c0b7c1@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(43,'TS-20300304-0002','2030-03-04 01:00:00.000000','zhuling','提交补偿支付记录',NULL,NULL,'{"activity": "Task_PayCompensation"}');
INSERT INTO "case_event" VALUES(44,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','通知客户 N11',NULL,'邮件','{}');
INSERT INTO "case_event" VALUES(45,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N11','{"message_id": "<e7362b010103f393d85f03c7793b5c5d@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(46,'TS-20300304-0002','2030-03-04 01:00:00.000000','zhangmin','提交结果反馈记录',NULL,NULL,'{"activity": "Task_FeedBackResult"}');
INSERT INTO "case_event" VALUES(47,'TS-20300304-0002','2030-03-04 01:00:00.000000','liyang','提交《客户满意度回访表》',NULL,NULL,'{"activity": "Task_RevisitCustomer"}');
INSERT INTO "case_event" VALUES(48,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','发起补偿追回',NULL,'5000.00元','{"reason": "\u91cd\u65b0\u5904\u7406"}');
INSERT INTO "case_event" VALUES(49,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','内部通知 N15',NULL,'finance','{}');
INSERT INTO "case_event" VALUES(50,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','客户不满意，重新处理','D11','重新调查','{"released": "0.00", "claimedBack": "5000.00"}');
INSERT INTO "case_event" VALUES(51,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N15','{"message_id": "<5fa3ea250782be77c2cf893812e7f7db@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(52,'TS-20300304-0002','2030-03-04 01:00:00.000000','heping','提交《投诉调查记录》',NULL,NULL,'{"activity": "Task_Investigate"}');
INSERT INTO "case_event" VALUES(53,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','内部通知 N06',NULL,'sales','{}');
INSERT INTO "case_event" VALUES(54,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','内部通知 N06',NULL,'legal','{}');
INSERT INTO "case_event" VALUES(55,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N06','{"message_id": "<df0fd7a8f1511c399b66bd109a9f0547@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(56,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N06','{"message_id": "<a6328088eef7c6d240e0772888aced2f@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(57,'TS-20300304-0002','2030-03-04 01:00:00.000000','wuxia','提交《跨部门协同意见》',NULL,NULL,'{"activity": "Task_GiveOpinion"}');
INSERT INTO "case_event" VALUES(58,'TS-20300304-0002','2030-03-04 01:00:00.000000','xumei','提交《跨部门协同意见》',NULL,NULL,'{"activity": "Task_GiveOpinion"}');
INSERT INTO "case_event" VALUES(59,'TS-20300304-0002','2030-03-04 01:00:00.000000','zhangmin','提交《处理方案》',NULL,NULL,'{"activity": "Task_DraftSolution"}');
INSERT INTO "case_event" VALUES(60,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','转客服经理审批','低于5000元，由系统按客服经理的授权审批','没有有效的授权记录；补偿金额高于客户主张的金额','{"checks": [["amount", true], ["delegation", false], ["customer", true], ["claim", true], ["within_claim", false], ["records", true], ["splitting", true], ["order", true]]}');
INSERT INTO "case_event" VALUES(61,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','内部通知 N07',NULL,'cs-manager','{}');
INSERT INTO "case_event" VALUES(62,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N07','{"message_id": "<8bfc0b0d7031b01f7622df49a968ae62@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(63,'TS-20300304-0002','2030-03-04 01:00:00.000000','chenjing','提交《处理方案审批表》',NULL,NULL,'{"activity": "Task_ApproveManager"}');
INSERT INTO "case_event" VALUES(64,'TS-20300304-0002','2030-03-04 01:00:00.000000','chenjing','批准方案','低于5000元，由系统按客服经理的授权审批','4000.00元','{}');
INSERT INTO "case_event" VALUES(65,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','内部通知 N08',NULL,'cs-specialist','{}');
INSERT INTO "case_event" VALUES(66,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','内部通知 N05',NULL,'finance','{}');
INSERT INTO "case_event" VALUES(67,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','下达执行','D09','finance','{}');
INSERT INTO "case_event" VALUES(68,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N08','{"message_id": "<456e951fcf065df9b085c4933b0b09c4@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(69,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N05','{"message_id": "<8e0eb06df2e6ee40d4c08adba33607ee@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(70,'TS-20300304-0002','2030-03-04 01:00:00.000000','zhuling','提交补偿支付记录',NULL,NULL,'{"activity": "Task_PayCompensation"}');
INSERT INTO "case_event" VALUES(71,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','通知客户 N11',NULL,'邮件','{}');
INSERT INTO "case_event" VALUES(72,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N11','{"message_id": "<8fb165a56fef76e2a6ab84ca657bee0a@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(73,'TS-20300304-0002','2030-03-04 01:00:00.000000','zhangmin','提交结果反馈记录',NULL,NULL,'{"activity": "Task_FeedBackResult"}');
INSERT INTO "case_event" VALUES(74,'TS-20300304-0002','2030-03-04 01:00:00.000000','liyang','提交《客户满意度回访表》',NULL,NULL,'{"activity": "Task_RevisitCustomer"}');
INSERT INTO "case_event" VALUES(75,'TS-20300304-0002','2030-03-04 01:00:00.000000','zhangmin','提交投诉档案检查',NULL,NULL,'{"activity": "Task_CheckFile"}');
INSERT INTO "case_event" VALUES(76,'TS-20300304-0002','2030-03-04 01:00:00.000000','zhangmin','归档',NULL,'已解决','{}');
INSERT INTO "case_event" VALUES(77,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','内部通知 N12',NULL,'cs-supervisor','{}');
INSERT INTO "case_event" VALUES(78,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','发起投诉总结',NULL,'complaint-summary','{}');
INSERT INTO "case_event" VALUES(79,'TS-20300304-0002','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N12','{"message_id": "<9009803966a09a0d5eae772295d81d32@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(80,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','受理投诉并编号',NULL,'官网','{}');
INSERT INTO "case_event" VALUES(81,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','调取客户登记簿',NULL,'C-e1dc9a85','{}');
INSERT INTO "case_event" VALUES(82,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','提出分类建议','D01–D04','C/产品质量/普通','{"confidence": 0.73}');
INSERT INTO "case_event" VALUES(83,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','通知客户 N01',NULL,'邮件','{}');
INSERT INTO "case_event" VALUES(84,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N01','{"message_id": "<fea5c0feba7f37a39852516a5645c682@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(85,'TS-20300304-0003','2030-03-04 01:00:00.000000','zhangmin','提交《投诉登记表》',NULL,NULL,'{"activity": "Task_RegisterComplaint"}');
INSERT INTO "case_event" VALUES(86,'TS-20300304-0003','2030-03-04 01:00:00.000000','zhangmin','首次人工响应',NULL,'电话','{}');
INSERT INTO "case_event" VALUES(87,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','核对信息完整性','D34','完整','{}');
INSERT INTO "case_event" VALUES(88,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','内部通知 N03',NULL,'cs-supervisor','{}');
INSERT INTO "case_event" VALUES(89,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N03','{"message_id": "<cfccde074a1cdb8457145d91f8aecd87@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(90,'TS-20300304-0003','2030-03-04 01:00:00.000000','wangfang','提交投诉分类分级结果',NULL,NULL,'{"activity": "Task_ClassifyComplaint"}');
INSERT INTO "case_event" VALUES(91,'TS-20300304-0003','2030-03-04 01:00:00.000000','wangfang','更正分类','D01–D04','C/产品质量/普通','{"corrected": ["technical"]}');
INSERT INTO "case_event" VALUES(92,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','转派','D05、D06','quality','{"ticket": "GD-20300304-0002"}');
INSERT INTO "case_event" VALUES(93,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','内部通知 N05',NULL,'quality','{}');
INSERT INTO "case_event" VALUES(94,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N05','{"message_id": "<314f1e6d199cead997a970d6e3cc659e@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(95,'TS-20300304-0003','2030-03-04 01:00:00.000000','heping','提交《投诉调查记录》',NULL,NULL,'{"activity": "Task_Investigate"}');
INSERT INTO "case_event" VALUES(96,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','内部通知 N06',NULL,'sales','{}');
INSERT INTO "case_event" VALUES(97,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','内部通知 N06',NULL,'legal','{}');
INSERT INTO "case_event" VALUES(98,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N06','{"message_id": "<eb6ef976bfeabfb9476d38d463ae5453@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(99,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N06','{"message_id": "<e058bf756a10310869f058e58e2c8250@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(100,'TS-20300304-0003','2030-03-04 01:00:00.000000','wuxia','提交《跨部门协同意见》',NULL,NULL,'{"activity": "Task_GiveOpinion"}');
INSERT INTO "case_event" VALUES(101,'TS-20300304-0003','2030-03-04 01:00:00.000000','xumei','提交《跨部门协同意见》',NULL,NULL,'{"activity": "Task_GiveOpinion"}');
INSERT INTO "case_event" VALUES(102,'TS-20300304-0003','2030-03-04 01:00:00.000000','zhangmin','提交《处理方案》',NULL,NULL,'{"activity": "Task_DraftSolution"}');
INSERT INTO "case_event" VALUES(103,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','内部通知 N07',NULL,'cs-manager','{}');
INSERT INTO "case_event" VALUES(104,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N07','{"message_id": "<7486de52382e54aaaabfbae9bca314fc@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(105,'TS-20300304-0003','2030-03-04 01:00:00.000000','chenjing','提交《处理方案审批表》',NULL,NULL,'{"activity": "Task_ApproveManager"}');
INSERT INTO "case_event" VALUES(106,'TS-20300304-0003','2030-03-04 01:00:00.000000','chenjing','批准方案','恰为5000元，由客服经理直接审批','5000.00元','{}');
INSERT INTO "case_event" VALUES(107,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','内部通知 N08',NULL,'cs-specialist','{}');
INSERT INTO "case_event" VALUES(108,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','内部通知 N05',NULL,'logistics','{}');
INSERT INTO "case_event" VALUES(109,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','内部通知 N05',NULL,'finance','{}');
INSERT INTO "case_event" VALUES(110,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','下达执行','D09','logistics、finance','{}');
INSERT INTO "case_event" VALUES(111,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N08','{"message_id": "<b5454f6689f985294354955848d7d3d1@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(112,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N05','{"message_id": "<775c4159a500d4835a96ceb1398f337b@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(113,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N05','{"message_id": "<f43f020b2555712183cec82fa4af0d93@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(114,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','发起补偿追回',NULL,'5000.00元','{"reason": "\u5ba2\u6237\u64a4\u8bc9"}');
INSERT INTO "case_event" VALUES(115,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','内部通知 N15',NULL,'finance','{}');
INSERT INTO "case_event" VALUES(116,'TS-20300304-0003','2030-03-04 01:00:00.000000','客户','客户撤诉',NULL,'ComplaintWithdrawn','{"released": "0.00", "claimedBack": "5000.00"}');
INSERT INTO "case_event" VALUES(117,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','归档',NULL,'问题已自行解决','{}');
INSERT INTO "case_event" VALUES(118,'TS-20300304-0003','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N15','{"message_id": "<204a2d8156056c8f02d15f5660890ac6@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(119,'TS-20300304-0004','2030-03-04 01:00:00.000000','系统','受理投诉并编号',NULL,'官网','{}');
INSERT INTO "case_event" VALUES(120,'TS-20300304-0004','2030-03-04 01:00:00.000000','系统','调取客户登记簿',NULL,'C-1a77f4db','{}');
INSERT INTO "case_event" VALUES(121,'TS-20300304-0004','2030-03-04 01:00:00.000000','系统','提出分类建议','D01–D04','C/产品质量/普通','{"confidence": 0.73}');
INSERT INTO "case_event" VALUES(122,'TS-20300304-0004','2030-03-04 01:00:00.000000','系统','通知客户 N01',NULL,'邮件','{}');
INSERT INTO "case_event" VALUES(123,'TS-20300304-0004','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N01','{"message_id": "<54159d98f9cab682434a5bf0a4553978@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(124,'TS-20300304-0004','2030-03-04 01:00:00.000000','zhangmin','提交《投诉登记表》',NULL,NULL,'{"activity": "Task_RegisterComplaint"}');
INSERT INTO "case_event" VALUES(125,'TS-20300304-0004','2030-03-04 01:00:00.000000','zhangmin','首次人工响应',NULL,'电话','{}');
INSERT INTO "case_event" VALUES(126,'TS-20300304-0004','2030-03-04 01:00:00.000000','系统','核对信息完整性','D34','完整','{}');
INSERT INTO "case_event" VALUES(127,'TS-20300304-0004','2030-03-04 01:00:00.000000','系统','内部通知 N03',NULL,'cs-supervisor','{}');
INSERT INTO "case_event" VALUES(128,'TS-20300304-0004','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N03','{"message_id": "<6c4607ba9bd34a8444209353ee276971@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(129,'TS-20300304-0004','2030-03-04 01:00:00.000000','wangfang','提交投诉分类分级结果',NULL,NULL,'{"activity": "Task_ClassifyComplaint"}');
INSERT INTO "case_event" VALUES(130,'TS-20300304-0004','2030-03-04 01:00:00.000000','wangfang','更正分类','D01–D04','C/产品质量/普通','{"corrected": ["technical"]}');
INSERT INTO "case_event" VALUES(131,'TS-20300304-0004','2030-03-04 01:00:00.000000','系统','转派','D05、D06','quality','{"ticket": "GD-20300304-0003"}');
INSERT INTO "case_event" VALUES(132,'TS-20300304-0004','2030-03-04 01:00:00.000000','系统','内部通知 N05',NULL,'quality','{}');
INSERT INTO "case_event" VALUES(133,'TS-20300304-0004','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N05','{"message_id": "<f1d433834ad33ac22750e04ba0f06ac5@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(134,'TS-20300304-0004','2030-03-04 01:00:00.000000','heping','提交《投诉调查记录》',NULL,NULL,'{"activity": "Task_Investigate"}');
INSERT INTO "case_event" VALUES(135,'TS-20300304-0004','2030-03-04 01:00:00.000000','系统','内部通知 N06',NULL,'sales','{}');
INSERT INTO "case_event" VALUES(136,'TS-20300304-0004','2030-03-04 01:00:00.000000','系统','内部通知 N06',NULL,'legal','{}');
INSERT INTO "case_event" VALUES(137,'TS-20300304-0004','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N06','{"message_id": "<3df6d6526b401dffa7c08f518308d2d8@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(138,'TS-20300304-0004','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N06','{"message_id": "<a53775a1e3d29d732478f26243de9b84@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(139,'TS-20300304-0004','2030-03-04 01:00:00.000000','wuxia','提交《跨部门协同意见》',NULL,NULL,'{"activity": "Task_GiveOpinion"}');
INSERT INTO "case_event" VALUES(140,'TS-20300304-0004','2030-03-04 01:00:00.000000','xumei','提交《跨部门协同意见》',NULL,NULL,'{"activity": "Task_GiveOpinion"}');
INSERT INTO "case_event" VALUES(141,'TS-20300304-0004','2030-03-04 01:00:00.000000','zhangmin','提交《处理方案》',NULL,NULL,'{"activity": "Task_DraftSolution"}');
INSERT INTO "case_event" VALUES(142,'TS-20300304-0004','2030-03-04 01:00:00.000000','系统','内部通知 N07',NULL,'cs-manager','{}');
INSERT INTO "case_event" VALUES(143,'TS-20300304-0004','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N07','{"message_id": "<9965ccf053b17c6b47a5775243cda854@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(144,'TS-20300304-0004','2030-03-04 01:00:00.000000','chenjing','提交《处理方案审批表》',NULL,NULL,'{"activity": "Task_ApproveManager"}');
INSERT INTO "case_event" VALUES(145,'TS-20300304-0004','2030-03-04 01:00:00.000000','chenjing','批准方案','恰为5000元，由客服经理直接审批','5000.00元','{}');
INSERT INTO "case_event" VALUES(146,'TS-20300304-0004','2030-03-04 01:00:00.000000','系统','内部通知 N08',NULL,'cs-specialist','{}');
INSERT INTO "case_event" VALUES(147,'TS-20300304-0004','2030-03-04 01:00:00.000000','系统','内部通知 N05',NULL,'finance','{}');
INSERT INTO "case_event" VALUES(148,'TS-20300304-0004','2030-03-04 01:00:00.000000','系统','下达执行','D09','finance','{}');
INSERT INTO "case_event" VALUES(149,'TS-20300304-0004','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N08','{"message_id": "<c4c02ffa182acb30ea2de08802380483@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(150,'TS-20300304-0004','2030-03-04 01:00:00.000000','系统','邮件已发出',NULL,'N05','{"message_id": "<2a3fbd08501f45c668dfaf4bdf408348@sop-workers.example>"}');
INSERT INTO "case_event" VALUES(151,'TS-20300304-0004','2030-03-04 02:00:00.000000','系统','忽略表单之外的数据','提交内容以表单为准','withdrawalReason','{"activity": "Task_PayCompensation"}');
INSERT INTO "case_event" VALUES(152,'TS-20300304-0004','2030-03-04 02:00:00.000000','客户','客户撤诉',NULL,'ComplaintWithdrawn','{"released": "5000.00", "claimedBack": "0.00"}');
INSERT INTO "case_event" VALUES(153,'TS-20300304-0004','2030-03-04 02:00:00.000000','系统','归档',NULL,'客户撤诉','{}');
CREATE TABLE compensation_ledger (
	id INTEGER NOT NULL, 
	effect_key VARCHAR(300) NOT NULL, 
	task_id VARCHAR(64) NOT NULL, 
	complaint_no VARCHAR(32) NOT NULL, 
	customer_id VARCHAR, 
	order_no VARCHAR, 
	amount BIGINT NOT NULL, 
	authority VARCHAR NOT NULL, 
	approver VARCHAR NOT NULL, 
	delegation_id INTEGER, 
	rule VARCHAR NOT NULL, 
	checks JSON NOT NULL, 
	booked_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (effect_key)
);
INSERT INTO "compensation_ledger" VALUES(1,'TS-20300304-0002|Task_VerifyApproval|0|','63a9863f-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0002','C-bf71a907','DD20261101-11897095',500000,'manager','chenjing',NULL,'恰为5000元，由客服经理直接审批','[]','2030-03-04 01:00:00.000000');
INSERT INTO "compensation_ledger" VALUES(2,'TS-20300304-0002|Task_VerifyApproval|2|','65625a25-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0002','C-bf71a907','DD20261101-11897095',400000,'worker','chenjing',NULL,'低于5000元，由系统按客服经理的授权审批','[]','2030-03-04 01:00:00.000000');
INSERT INTO "compensation_ledger" VALUES(3,'TS-20300304-0003|Task_VerifyApproval|0|','68306e27-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0003','C-e1dc9a85','DD20261101-89331077',500000,'manager','chenjing',NULL,'恰为5000元，由客服经理直接审批','[]','2030-03-04 01:00:00.000000');
INSERT INTO "compensation_ledger" VALUES(4,'TS-20300304-0004|Task_VerifyApproval|0|','69c9d308-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0004','C-1a77f4db','DD20261101-44069083',500000,'manager','chenjing',NULL,'恰为5000元，由客服经理直接审批','[]','2030-03-04 01:00:00.000000');
INSERT INTO "compensation_ledger" VALUES(5,'TS-20300304-0004|Task_VerifyApproval|0||release','69f74afa-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0004','C-1a77f4db','DD20261101-44069083',-500000,'manager','chenjing',NULL,'客户撤诉','[]','2030-03-04 02:00:00.000000');
CREATE TABLE compensation_payment (
	id INTEGER NOT NULL, 
	complaint_no VARCHAR(32) NOT NULL, 
	booking VARCHAR(300) NOT NULL, 
	amount BIGINT NOT NULL, 
	paid_by VARCHAR NOT NULL, 
	paid_at DATETIME NOT NULL, 
	step_completed_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (booking)
);
INSERT INTO "compensation_payment" VALUES(1,'TS-20300304-0002','TS-20300304-0002|Task_VerifyApproval|0|',500000,'zhuling','2030-03-04 01:00:00.000000','2026-11-28 15:14:22.144000');
INSERT INTO "compensation_payment" VALUES(2,'TS-20300304-0002','TS-20300304-0002|Task_VerifyApproval|2|',400000,'zhuling','2030-03-04 01:00:00.000000','2026-11-28 15:14:25.065000');
INSERT INTO "compensation_payment" VALUES(3,'TS-20300304-0003','TS-20300304-0003|Task_VerifyApproval|0|',500000,'zhuling','2030-03-04 01:00:00.000000','2026-11-28 15:14:29.744000');
CREATE TABLE compensation_reclaim (
	id INTEGER NOT NULL, 
	complaint_no VARCHAR(32) NOT NULL, 
	booking VARCHAR(300) NOT NULL, 
	amount BIGINT NOT NULL, 
	paid_at DATETIME NOT NULL, 
	reason VARCHAR NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	opened_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (booking)
);
INSERT INTO "compensation_reclaim" VALUES(1,'TS-20300304-0002','TS-20300304-0002|Task_VerifyApproval|0|',500000,'2030-03-04 01:00:00.000000','重新处理','待追回','2030-03-04 01:00:00.000000');
INSERT INTO "compensation_reclaim" VALUES(2,'TS-20300304-0003','TS-20300304-0003|Task_VerifyApproval|0|',500000,'2030-03-04 01:00:00.000000','客户撤诉','待追回','2030-03-04 01:00:00.000000');
CREATE TABLE complaint_case (
	complaint_no VARCHAR(32) NOT NULL, 
	intake_id VARCHAR(200) NOT NULL, 
	process_instance_id VARCHAR(64) NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	channel VARCHAR(16) NOT NULL, 
	company_name VARCHAR, 
	complainant_name VARCHAR, 
	contact_phone VARCHAR, 
	contact_email VARCHAR, 
	problem_description TEXT NOT NULL, 
	expected_solution TEXT, 
	expected_resolve_by DATETIME, 
	order_no VARCHAR, 
	contract_no VARCHAR, 
	product_name VARCHAR, 
	customer_id VARCHAR, 
	claimed_amount BIGINT, 
	urgency VARCHAR NOT NULL, 
	proposal JSON NOT NULL, 
	classification JSON NOT NULL, 
	received_at DATETIME NOT NULL, 
	acknowledged_at DATETIME, 
	first_response_at DATETIME, 
	first_response_channel VARCHAR, 
	transferred_at DATETIME, 
	result_feedback_at DATETIME, 
	closed_at DATETIME, 
	closing_reason VARCHAR, 
	reopen_count INTEGER NOT NULL, 
	rejection_count INTEGER NOT NULL, 
	revisit_attempts INTEGER NOT NULL, 
	PRIMARY KEY (complaint_no), 
	UNIQUE (intake_id)
);
INSERT INTO "complaint_case" VALUES('TS-20300304-0001','web:scenario-df2f83af','604350f3-eb3e-11f1-8cc7-02fc00000001','已登记','官网',NULL,'王小明','13900000000','wang@df2f83af.example.com','贵司供应的部件上机两天就损坏，要求赔偿损失3200元。',NULL,NULL,'DD20261101-44433071',NULL,NULL,'C-df2f83af',320000,'普通','{"classCode": "C", "topic": "\u8d28\u91cf", "module": "\u4ea7\u54c1", "complaintType": "\u4ea7\u54c1\u8d28\u91cf", "technical": true, "urgency": "\u666e\u901a", "inScope": true, "claimedAmount": "3200.00", "reasons": ["\u5224\u4e3a\u6295\u8bc9\uff1a\u51fa\u73b0\u201c\u8981\u6c42\u8d54\u507f\u201d\u3001\u201c\u635f\u574f\u201d\u3001\u201c\u635f\u5931\u201d", "\u4e3b\u9898\u4e3a\u8d28\u91cf\uff1a\u51fa\u73b0\u201c\u90e8\u4ef6\u201d", "\u8981\u6c42\u8d54\u507f\uff1a\u51fa\u73b0\u201c\u8d54\u507f\u201d\u3001\u201c\u8d54\u2026\u635f\u5931\u201d\u3001\u201c\u8d54\u201d", "\u8981\u6c42\u8d54\u507f\u91d1\u989d 3200.00 \u5143"], "confidence": 0.73}','{}','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000','电话',NULL,NULL,NULL,NULL,0,0,0);
INSERT INTO "complaint_case" VALUES('TS-20300304-0002','web:scenario-bf71a907','61f5bc09-eb3e-11f1-8cc7-02fc00000001','已关闭','官网','测试客户bf71a907有限公司','王小明','13900000000','wang@bf71a907.example.com','贵司供应的部件上机两天就损坏，要求赔偿损失3200元。',NULL,NULL,'DD20261101-11897095',NULL,NULL,'C-bf71a907',320000,'普通','{"classCode": "C", "topic": "\u8d28\u91cf", "module": "\u4ea7\u54c1", "complaintType": "\u4ea7\u54c1\u8d28\u91cf", "technical": true, "urgency": "\u666e\u901a", "inScope": true, "claimedAmount": "3200.00", "reasons": ["\u5224\u4e3a\u6295\u8bc9\uff1a\u51fa\u73b0\u201c\u8981\u6c42\u8d54\u507f\u201d\u3001\u201c\u635f\u574f\u201d\u3001\u201c\u635f\u5931\u201d", "\u4e3b\u9898\u4e3a\u8d28\u91cf\uff1a\u51fa\u73b0\u201c\u90e8\u4ef6\u201d", "\u8981\u6c42\u8d54\u507f\uff1a\u51fa\u73b0\u201c\u8d54\u507f\u201d\u3001\u201c\u8d54\u2026\u635f\u5931\u201d\u3001\u201c\u8d54\u201d", "\u8981\u6c42\u8d54\u507f\u91d1\u989d 3200.00 \u5143"], "confidence": 0.73}','{"classCode": "C", "complaintType": "\u4ea7\u54c1\u8d28\u91cf", "module": "\u4ea7\u54c1", "urgency": "\u666e\u901a", "technical": false, "inScope": true, "claimedAmount": "3200.00", "compensationExpected": true, "contractDispute": false, "accusedStaff": null, "classificationNote": null, "classifiedBy": "wangfang", "correctedFields": ["technical"]}','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000','电话','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000','已解决',1,0,1);
INSERT INTO "complaint_case" VALUES('TS-20300304-0003','web:scenario-e1dc9a85','66cdaa21-eb3e-11f1-8cc7-02fc00000001','已撤回','官网','测试客户e1dc9a85有限公司','王小明','13900000000','wang@e1dc9a85.example.com','贵司供应的部件上机两天就损坏，要求赔偿损失3200元。',NULL,NULL,'DD20261101-89331077',NULL,NULL,'C-e1dc9a85',320000,'普通','{"classCode": "C", "topic": "\u8d28\u91cf", "module": "\u4ea7\u54c1", "complaintType": "\u4ea7\u54c1\u8d28\u91cf", "technical": true, "urgency": "\u666e\u901a", "inScope": true, "claimedAmount": "3200.00", "reasons": ["\u5224\u4e3a\u6295\u8bc9\uff1a\u51fa\u73b0\u201c\u8981\u6c42\u8d54\u507f\u201d\u3001\u201c\u635f\u574f\u201d\u3001\u201c\u635f\u5931\u201d", "\u4e3b\u9898\u4e3a\u8d28\u91cf\uff1a\u51fa\u73b0\u201c\u90e8\u4ef6\u201d", "\u8981\u6c42\u8d54\u507f\uff1a\u51fa\u73b0\u201c\u8d54\u507f\u201d\u3001\u201c\u8d54\u2026\u635f\u5931\u201d\u3001\u201c\u8d54\u201d", "\u8981\u6c42\u8d54\u507f\u91d1\u989d 3200.00 \u5143"], "confidence": 0.73}','{"classCode": "C", "complaintType": "\u4ea7\u54c1\u8d28\u91cf", "module": "\u4ea7\u54c1", "urgency": "\u666e\u901a", "technical": false, "inScope": true, "claimedAmount": "3200.00", "compensationExpected": true, "contractDispute": false, "accusedStaff": null, "classificationNote": null, "classifiedBy": "wangfang", "correctedFields": ["technical"]}','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000','电话','2030-03-04 01:00:00.000000',NULL,'2030-03-04 01:00:00.000000','问题已自行解决',0,0,0);
INSERT INTO "complaint_case" VALUES('TS-20300304-0004','web:scenario-1a77f4db','689ff852-eb3e-11f1-8cc7-02fc00000001','已撤回','官网','测试客户1a77f4db有限公司','王小明','13900000000','wang@1a77f4db.example.com','贵司供应的部件上机两天就损坏，要求赔偿损失3200元。',NULL,NULL,'DD20261101-44069083',NULL,NULL,'C-1a77f4db',320000,'普通','{"classCode": "C", "topic": "\u8d28\u91cf", "module": "\u4ea7\u54c1", "complaintType": "\u4ea7\u54c1\u8d28\u91cf", "technical": true, "urgency": "\u666e\u901a", "inScope": true, "claimedAmount": "3200.00", "reasons": ["\u5224\u4e3a\u6295\u8bc9\uff1a\u51fa\u73b0\u201c\u8981\u6c42\u8d54\u507f\u201d\u3001\u201c\u635f\u574f\u201d\u3001\u201c\u635f\u5931\u201d", "\u4e3b\u9898\u4e3a\u8d28\u91cf\uff1a\u51fa\u73b0\u201c\u90e8\u4ef6\u201d", "\u8981\u6c42\u8d54\u507f\uff1a\u51fa\u73b0\u201c\u8d54\u507f\u201d\u3001\u201c\u8d54\u2026\u635f\u5931\u201d\u3001\u201c\u8d54\u201d", "\u8981\u6c42\u8d54\u507f\u91d1\u989d 3200.00 \u5143"], "confidence": 0.73}','{"classCode": "C", "complaintType": "\u4ea7\u54c1\u8d28\u91cf", "module": "\u4ea7\u54c1", "urgency": "\u666e\u901a", "technical": false, "inScope": true, "claimedAmount": "3200.00", "compensationExpected": true, "contractDispute": false, "accusedStaff": null, "classificationNote": null, "classifiedBy": "wangfang", "correctedFields": ["technical"]}','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000','电话','2030-03-04 01:00:00.000000',NULL,'2030-03-04 02:00:00.000000','客户撤诉',0,0,0);
CREATE TABLE customer (
	customer_id VARCHAR(32) NOT NULL, 
	name VARCHAR NOT NULL, 
	email_domain VARCHAR, 
	phone VARCHAR, 
	key_customer BOOLEAN NOT NULL, 
	PRIMARY KEY (customer_id)
);
INSERT INTO "customer" VALUES('K0001','杭州云岭精密机械有限公司','yunling.example.com','13800000101',0);
INSERT INTO "customer" VALUES('K0002','苏州远帆电子有限公司','yuanfan.example.com','13800000102',0);
INSERT INTO "customer" VALUES('K0003','宁波海拓装备制造股份有限公司','haituo.example.com','057455550103',1);
INSERT INTO "customer" VALUES('K0004','合肥晨曦食品有限公司','chenxi.example.com','13800000104',0);
INSERT INTO "customer" VALUES('K0005','无锡博瑞自动化科技有限公司','borui.example.com','13800000105',0);
INSERT INTO "customer" VALUES('K0006','南京启明包装材料厂','qiming.example.com','13800000106',0);
INSERT INTO "customer" VALUES('K0007','青岛蓝湾工程设备有限公司','lanwan.example.com','13800000107',0);
INSERT INTO "customer" VALUES('K0008','常州恒岳重工有限公司','hengyue.example.com','051955550108',0);
INSERT INTO "customer" VALUES('C-df2f83af','测试客户df2f83af有限公司','df2f83af.example.com',NULL,0);
INSERT INTO "customer" VALUES('C-bf71a907','测试客户bf71a907有限公司','bf71a907.example.com',NULL,0);
INSERT INTO "customer" VALUES('C-e1dc9a85','测试客户e1dc9a85有限公司','e1dc9a85.example.com',NULL,0);
INSERT INTO "customer" VALUES('C-1a77f4db','测试客户1a77f4db有限公司','1a77f4db.example.com',NULL,0);
CREATE TABLE customer_contract (
	contract_no VARCHAR(64) NOT NULL, 
	customer_id VARCHAR(32) NOT NULL, 
	title VARCHAR NOT NULL, 
	PRIMARY KEY (contract_no)
);
INSERT INTO "customer_contract" VALUES('HT-2026-0203','K0001','2026 年度传动件框架合同');
INSERT INTO "customer_contract" VALUES('HT-2025-0416','K0003','液压站采购合同');
INSERT INTO "customer_contract" VALUES('HT-2026-0188','K0004','食品机械采购合同');
INSERT INTO "customer_contract" VALUES('HT-2026-0231','K0007','管路配件采购合同');
INSERT INTO "customer_contract" VALUES('HT-2026-0217','K0008','立式压机采购及安装合同');
CREATE TABLE customer_order (
	order_no VARCHAR(64) NOT NULL, 
	customer_id VARCHAR(32) NOT NULL, 
	product VARCHAR NOT NULL, 
	amount BIGINT NOT NULL, 
	ordered_on DATE NOT NULL, 
	PRIMARY KEY (order_no)
);
INSERT INTO "customer_order" VALUES('DD20261103-0087','K0001','GR-40 减速机 2 台',1860000,'2026-11-03');
INSERT INTO "customer_order" VALUES('DD20261028-0031','K0002','SD-750 伺服驱动器 1 台',780000,'2026-10-28');
INSERT INTO "customer_order" VALUES('DD20260915-0011','K0003','液压站 3 套',45000000,'2026-09-15');
INSERT INTO "customer_order" VALUES('DD20260901-0019','K0004','MX-200 搅拌机 3 台',12600000,'2026-09-01');
INSERT INTO "customer_order" VALUES('DD20260408-0022','K0005','VI-300 视觉检测仪 1 台',8600000,'2026-04-08');
INSERT INTO "customer_order" VALUES('DD20261012-0064','K0006','HS-20 热封机 1 台',1280000,'2026-10-12');
INSERT INTO "customer_order" VALUES('DD20261106-0052','K0007','高压管接头 12 套',960000,'2026-11-06');
INSERT INTO "customer_order" VALUES('DD20261020-0045','K0008','立式压机 1 台（含安装）',23800000,'2026-10-20');
INSERT INTO "customer_order" VALUES('DD20261101-44433071','C-df2f83af','伺服驱动器',2000000,'2026-11-01');
INSERT INTO "customer_order" VALUES('DD20261101-11897095','C-bf71a907','伺服驱动器',2000000,'2026-11-01');
INSERT INTO "customer_order" VALUES('DD20261101-89331077','C-e1dc9a85','伺服驱动器',2000000,'2026-11-01');
INSERT INTO "customer_order" VALUES('DD20261101-44069083','C-1a77f4db','伺服驱动器',2000000,'2026-11-01');
CREATE TABLE delegation (
	id INTEGER NOT NULL, 
	delegator VARCHAR NOT NULL, 
	valid_from DATETIME NOT NULL, 
	valid_to DATETIME NOT NULL, 
	ceiling BIGINT NOT NULL, 
	monthly_budget BIGINT NOT NULL, 
	revoked_at DATETIME, 
	PRIMARY KEY (id)
);
CREATE TABLE form_record (
	id INTEGER NOT NULL, 
	complaint_no VARCHAR(32) NOT NULL, 
	form VARCHAR(8) NOT NULL, 
	title VARCHAR NOT NULL, 
	activity_id VARCHAR NOT NULL, 
	round INTEGER NOT NULL, 
	submitted_by VARCHAR NOT NULL, 
	submitted_at DATETIME NOT NULL, 
	data JSON NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "form_record" VALUES(1,'TS-20300304-0001','F01','《投诉登记表》','Task_RegisterComplaint',0,'zhangmin','2030-03-04 01:00:00.000000','{"company_name": "", "order_no": "DD20261101-44433071", "contract_no": null, "product_name": "", "first_contact_made": true, "first_response_channel": "\u7535\u8bdd", "understanding_confirmed": true, "verification_note": null, "module": "\u4ea7\u54c1"}');
INSERT INTO "form_record" VALUES(2,'TS-20300304-0002','F01','《投诉登记表》','Task_RegisterComplaint',0,'zhangmin','2030-03-04 01:00:00.000000','{"company_name": "\u6d4b\u8bd5\u5ba2\u6237bf71a907\u6709\u9650\u516c\u53f8", "order_no": "DD20261101-11897095", "contract_no": null, "product_name": null, "first_contact_made": true, "first_response_channel": "\u7535\u8bdd", "understanding_confirmed": true, "verification_note": null, "module": "\u4ea7\u54c1"}');
INSERT INTO "form_record" VALUES(3,'TS-20300304-0002','F02','投诉分类分级结果','Task_ClassifyComplaint',0,'wangfang','2030-03-04 01:00:00.000000','{"classCode": "C", "complaintType": "\u4ea7\u54c1\u8d28\u91cf", "module": "\u4ea7\u54c1", "urgency": "\u666e\u901a", "technical": false, "inScope": true, "claimedAmount": "3200.00", "compensationExpected": true, "contractDispute": false, "accusedStaff": null, "classificationNote": null}');
INSERT INTO "form_record" VALUES(4,'TS-20300304-0002','F07','《工单》','Task_CreateTicket',0,'系统','2030-03-04 01:00:00.000000','{"ticketNo": "GD-20300304-0001", "assignee": "quality", "supportDepts": ["sales", "legal"], "requirement": "\u8c03\u67e5\u6838\u5b9e\u539f\u56e0\u5e76\u63d0\u51fa\u5904\u7406\u65b9\u6848", "dueDate": "2030-03-04T05:00:00+00:00", "priority": "P3", "testReportRequired": false}');
INSERT INTO "form_record" VALUES(5,'TS-20300304-0002','F04','《投诉调查记录》','Task_Investigate',0,'heping','2030-03-04 01:00:00.000000','{"facts": "\u90e8\u4ef6\u5728\u8d28\u4fdd\u671f\u5185\u635f\u574f", "cause": "\u6765\u6599\u7f3a\u9677", "evidence": "\u68c0\u9a8c\u8bb0\u5f55\u4e0e\u7167\u7247", "responsibleDept": "\u8d28\u91cf\u90e8", "verified": true}');
INSERT INTO "form_record" VALUES(6,'TS-20300304-0002','F05','《跨部门协同意见》','Task_GiveOpinion',0,'wuxia','2030-03-04 01:00:00.000000','{"department": "sales", "opinion": "\u540c\u610f\u6309\u8d28\u4fdd\u5904\u7406", "agrees": "\u540c\u610f", "onTime": true}');
INSERT INTO "form_record" VALUES(7,'TS-20300304-0002','F05','《跨部门协同意见》','Task_GiveOpinion',0,'xumei','2030-03-04 01:00:00.000000','{"department": "legal", "opinion": "\u540c\u610f\u6309\u8d28\u4fdd\u5904\u7406", "agrees": "\u540c\u610f", "onTime": true}');
INSERT INTO "form_record" VALUES(8,'TS-20300304-0002','F06','《处理方案》','Task_DraftSolution',0,'zhangmin','2030-03-04 01:00:00.000000','{"solutionType": "\u8865\u507f", "solutionText": "\u66f4\u6362\u90e8\u4ef6\u5e76\u8865\u507f\u505c\u673a\u635f\u5931", "causeSummary": "\u6765\u6599\u7f3a\u9677", "compensationAmount": "5000.00", "specialChannel": false}');
INSERT INTO "form_record" VALUES(9,'TS-20300304-0002','F06','《处理方案审批表》','Task_ApproveManager',0,'chenjing','2030-03-04 01:00:00.000000','{"approvalLevel": "manager", "approvalRule": "\u6070\u4e3a5000\u5143\uff0c\u7531\u5ba2\u670d\u7ecf\u7406\u76f4\u63a5\u5ba1\u6279", "approved": "\u540c\u610f", "approvalComment": "\u540c\u610f", "compensationAmount": "5000.00", "approver": "chenjing"}');
INSERT INTO "form_record" VALUES(10,'TS-20300304-0002','C09','补偿支付记录','Task_PayCompensation',0,'zhuling','2030-03-04 01:00:00.000000','{"paymentReference": "PAY-1", "paymentNote": null}');
INSERT INTO "form_record" VALUES(11,'TS-20300304-0002','F08','结果反馈记录','Task_FeedBackResult',0,'zhangmin','2030-03-04 01:00:00.000000','{"feedbackChannel": "\u7535\u8bdd", "customerUnderstood": true, "customerConfirmation": "\u672a\u89e3\u51b3", "feedbackNote": null}');
INSERT INTO "form_record" VALUES(12,'TS-20300304-0002','F08','《客户满意度回访表》','Task_RevisitCustomer',0,'liyang','2030-03-04 01:00:00.000000','{"customerReached": "\u5df2\u8054\u7cfb\u4e0a", "resolved": false, "satisfactionScore": 20, "satisfactionLevel": "\u4e0d\u6ee1\u610f", "remark": null, "attempt": 1}');
INSERT INTO "form_record" VALUES(13,'TS-20300304-0002','F04','《投诉调查记录》','Task_Investigate',2,'heping','2030-03-04 01:00:00.000000','{"facts": "\u90e8\u4ef6\u5728\u8d28\u4fdd\u671f\u5185\u635f\u574f", "cause": "\u6765\u6599\u7f3a\u9677", "evidence": "\u68c0\u9a8c\u8bb0\u5f55\u4e0e\u7167\u7247", "responsibleDept": "\u8d28\u91cf\u90e8", "verified": true}');
INSERT INTO "form_record" VALUES(14,'TS-20300304-0002','F05','《跨部门协同意见》','Task_GiveOpinion',2,'wuxia','2030-03-04 01:00:00.000000','{"department": "sales", "opinion": "\u540c\u610f\u6309\u8d28\u4fdd\u5904\u7406", "agrees": "\u540c\u610f", "onTime": true}');
INSERT INTO "form_record" VALUES(15,'TS-20300304-0002','F05','《跨部门协同意见》','Task_GiveOpinion',2,'xumei','2030-03-04 01:00:00.000000','{"department": "legal", "opinion": "\u540c\u610f\u6309\u8d28\u4fdd\u5904\u7406", "agrees": "\u540c\u610f", "onTime": true}');
INSERT INTO "form_record" VALUES(16,'TS-20300304-0002','F06','《处理方案》','Task_DraftSolution',2,'zhangmin','2030-03-04 01:00:00.000000','{"solutionType": "\u8865\u507f", "solutionText": "\u66f4\u6362\u90e8\u4ef6\u5e76\u8865\u507f\u505c\u673a\u635f\u5931", "causeSummary": "\u6765\u6599\u7f3a\u9677", "compensationAmount": "4000.00", "specialChannel": false}');
INSERT INTO "form_record" VALUES(17,'TS-20300304-0002','F06','《处理方案审批表》','Task_ApproveManager',2,'chenjing','2030-03-04 01:00:00.000000','{"approvalLevel": "worker", "approvalRule": "\u4f4e\u4e8e5000\u5143\uff0c\u7531\u7cfb\u7edf\u6309\u5ba2\u670d\u7ecf\u7406\u7684\u6388\u6743\u5ba1\u6279", "approved": "\u540c\u610f", "approvalComment": "\u540c\u610f", "compensationAmount": "4000.00", "approver": "chenjing"}');
INSERT INTO "form_record" VALUES(18,'TS-20300304-0002','C09','补偿支付记录','Task_PayCompensation',2,'zhuling','2030-03-04 01:00:00.000000','{"paymentReference": "PAY-0001", "paymentNote": null}');
INSERT INTO "form_record" VALUES(19,'TS-20300304-0002','F08','结果反馈记录','Task_FeedBackResult',2,'zhangmin','2030-03-04 01:00:00.000000','{"feedbackChannel": "\u7535\u8bdd", "customerUnderstood": true, "customerConfirmation": "\u5df2\u89e3\u51b3", "feedbackNote": null}');
INSERT INTO "form_record" VALUES(20,'TS-20300304-0002','F08','《客户满意度回访表》','Task_RevisitCustomer',2,'liyang','2030-03-04 01:00:00.000000','{"customerReached": "\u5df2\u8054\u7cfb\u4e0a", "resolved": true, "satisfactionScore": 90, "satisfactionLevel": "\u975e\u5e38\u6ee1\u610f", "remark": null, "attempt": 1}');
INSERT INTO "form_record" VALUES(21,'TS-20300304-0002','F09','投诉档案检查','Task_CheckFile',3,'zhangmin','2030-03-04 01:00:00.000000','{"completeness": true, "archiveNote": null}');
INSERT INTO "form_record" VALUES(22,'TS-20300304-0003','F01','《投诉登记表》','Task_RegisterComplaint',0,'zhangmin','2030-03-04 01:00:00.000000','{"company_name": "\u6d4b\u8bd5\u5ba2\u6237e1dc9a85\u6709\u9650\u516c\u53f8", "order_no": "DD20261101-89331077", "contract_no": null, "product_name": null, "first_contact_made": true, "first_response_channel": "\u7535\u8bdd", "understanding_confirmed": true, "verification_note": null, "module": "\u4ea7\u54c1"}');
INSERT INTO "form_record" VALUES(23,'TS-20300304-0003','F02','投诉分类分级结果','Task_ClassifyComplaint',0,'wangfang','2030-03-04 01:00:00.000000','{"classCode": "C", "complaintType": "\u4ea7\u54c1\u8d28\u91cf", "module": "\u4ea7\u54c1", "urgency": "\u666e\u901a", "technical": false, "inScope": true, "claimedAmount": "3200.00", "compensationExpected": true, "contractDispute": false, "accusedStaff": null, "classificationNote": null}');
INSERT INTO "form_record" VALUES(24,'TS-20300304-0003','F07','《工单》','Task_CreateTicket',0,'系统','2030-03-04 01:00:00.000000','{"ticketNo": "GD-20300304-0002", "assignee": "quality", "supportDepts": ["sales", "legal"], "requirement": "\u8c03\u67e5\u6838\u5b9e\u539f\u56e0\u5e76\u63d0\u51fa\u5904\u7406\u65b9\u6848", "dueDate": "2030-03-04T05:00:00+00:00", "priority": "P3", "testReportRequired": false}');
INSERT INTO "form_record" VALUES(25,'TS-20300304-0003','F04','《投诉调查记录》','Task_Investigate',0,'heping','2030-03-04 01:00:00.000000','{"facts": "\u90e8\u4ef6\u5728\u8d28\u4fdd\u671f\u5185\u635f\u574f", "cause": "\u6765\u6599\u7f3a\u9677", "evidence": "\u68c0\u9a8c\u8bb0\u5f55\u4e0e\u7167\u7247", "responsibleDept": "\u8d28\u91cf\u90e8", "verified": true}');
INSERT INTO "form_record" VALUES(26,'TS-20300304-0003','F05','《跨部门协同意见》','Task_GiveOpinion',0,'wuxia','2030-03-04 01:00:00.000000','{"department": "sales", "opinion": "\u540c\u610f\u6309\u8d28\u4fdd\u5904\u7406", "agrees": "\u540c\u610f", "onTime": true}');
INSERT INTO "form_record" VALUES(27,'TS-20300304-0003','F05','《跨部门协同意见》','Task_GiveOpinion',0,'xumei','2030-03-04 01:00:00.000000','{"department": "legal", "opinion": "\u540c\u610f\u6309\u8d28\u4fdd\u5904\u7406", "agrees": "\u540c\u610f", "onTime": true}');
INSERT INTO "form_record" VALUES(28,'TS-20300304-0003','F06','《处理方案》','Task_DraftSolution',0,'zhangmin','2030-03-04 01:00:00.000000','{"solutionType": "\u6362\u8d27", "solutionText": "\u66f4\u6362\u90e8\u4ef6\u5e76\u8865\u507f\u505c\u673a\u635f\u5931", "causeSummary": "\u6765\u6599\u7f3a\u9677", "compensationAmount": "5000.00", "specialChannel": false}');
INSERT INTO "form_record" VALUES(29,'TS-20300304-0003','F06','《处理方案审批表》','Task_ApproveManager',0,'chenjing','2030-03-04 01:00:00.000000','{"approvalLevel": "manager", "approvalRule": "\u6070\u4e3a5000\u5143\uff0c\u7531\u5ba2\u670d\u7ecf\u7406\u76f4\u63a5\u5ba1\u6279", "approved": "\u540c\u610f", "approvalComment": "\u540c\u610f", "compensationAmount": "5000.00", "approver": "chenjing"}');
INSERT INTO "form_record" VALUES(30,'TS-20300304-0004','F01','《投诉登记表》','Task_RegisterComplaint',0,'zhangmin','2030-03-04 01:00:00.000000','{"company_name": "\u6d4b\u8bd5\u5ba2\u62371a77f4db\u6709\u9650\u516c\u53f8", "order_no": "DD20261101-44069083", "contract_no": null, "product_name": null, "first_contact_made": true, "first_response_channel": "\u7535\u8bdd", "understanding_confirmed": true, "verification_note": null, "module": "\u4ea7\u54c1"}');
INSERT INTO "form_record" VALUES(31,'TS-20300304-0004','F02','投诉分类分级结果','Task_ClassifyComplaint',0,'wangfang','2030-03-04 01:00:00.000000','{"classCode": "C", "complaintType": "\u4ea7\u54c1\u8d28\u91cf", "module": "\u4ea7\u54c1", "urgency": "\u666e\u901a", "technical": false, "inScope": true, "claimedAmount": "3200.00", "compensationExpected": true, "contractDispute": false, "accusedStaff": null, "classificationNote": null}');
INSERT INTO "form_record" VALUES(32,'TS-20300304-0004','F07','《工单》','Task_CreateTicket',0,'系统','2030-03-04 01:00:00.000000','{"ticketNo": "GD-20300304-0003", "assignee": "quality", "supportDepts": ["sales", "legal"], "requirement": "\u8c03\u67e5\u6838\u5b9e\u539f\u56e0\u5e76\u63d0\u51fa\u5904\u7406\u65b9\u6848", "dueDate": "2030-03-04T05:00:00+00:00", "priority": "P3", "testReportRequired": false}');
INSERT INTO "form_record" VALUES(33,'TS-20300304-0004','F04','《投诉调查记录》','Task_Investigate',0,'heping','2030-03-04 01:00:00.000000','{"facts": "\u90e8\u4ef6\u5728\u8d28\u4fdd\u671f\u5185\u635f\u574f", "cause": "\u6765\u6599\u7f3a\u9677", "evidence": "\u68c0\u9a8c\u8bb0\u5f55\u4e0e\u7167\u7247", "responsibleDept": "\u8d28\u91cf\u90e8", "verified": true}');
INSERT INTO "form_record" VALUES(34,'TS-20300304-0004','F05','《跨部门协同意见》','Task_GiveOpinion',0,'wuxia','2030-03-04 01:00:00.000000','{"department": "sales", "opinion": "\u540c\u610f\u6309\u8d28\u4fdd\u5904\u7406", "agrees": "\u540c\u610f", "onTime": true}');
INSERT INTO "form_record" VALUES(35,'TS-20300304-0004','F05','《跨部门协同意见》','Task_GiveOpinion',0,'xumei','2030-03-04 01:00:00.000000','{"department": "legal", "opinion": "\u540c\u610f\u6309\u8d28\u4fdd\u5904\u7406", "agrees": "\u540c\u610f", "onTime": true}');
INSERT INTO "form_record" VALUES(36,'TS-20300304-0004','F06','《处理方案》','Task_DraftSolution',0,'zhangmin','2030-03-04 01:00:00.000000','{"solutionType": "\u8865\u507f", "solutionText": "\u66f4\u6362\u90e8\u4ef6\u5e76\u8865\u507f\u505c\u673a\u635f\u5931", "causeSummary": "\u6765\u6599\u7f3a\u9677", "compensationAmount": "5000.00", "specialChannel": false}');
INSERT INTO "form_record" VALUES(37,'TS-20300304-0004','F06','《处理方案审批表》','Task_ApproveManager',0,'chenjing','2030-03-04 01:00:00.000000','{"approvalLevel": "manager", "approvalRule": "\u6070\u4e3a5000\u5143\uff0c\u7531\u5ba2\u670d\u7ecf\u7406\u76f4\u63a5\u5ba1\u6279", "approved": "\u540c\u610f", "approvalComment": "\u540c\u610f", "compensationAmount": "5000.00", "approver": "chenjing"}');
CREATE TABLE intake_inbox (
	intake_id VARCHAR(200) NOT NULL, 
	received_at DATETIME NOT NULL, 
	source_name VARCHAR NOT NULL, 
	payload JSON NOT NULL, 
	process_instance_id VARCHAR(64), 
	PRIMARY KEY (intake_id)
);
INSERT INTO "intake_inbox" VALUES('web:scenario-df2f83af','2030-03-04 01:00:00.000000','df2f83af.json','{"intake_id": "web:scenario-df2f83af", "channel": "\u5b98\u7f51", "company_name": "\u6d4b\u8bd5\u5ba2\u6237df2f83af\u6709\u9650\u516c\u53f8", "complainant_name": "\u738b\u5c0f\u660e", "contact_phone": "13900000000", "contact_email": "wang@df2f83af.example.com", "problem_description": "\u8d35\u53f8\u4f9b\u5e94\u7684\u90e8\u4ef6\u4e0a\u673a\u4e24\u5929\u5c31\u635f\u574f\uff0c\u8981\u6c42\u8d54\u507f\u635f\u59313200\u5143\u3002", "expected_solution": null, "expected_resolve_by": null, "order_no": "DD20261101-44433071", "contract_no": null, "product_name": "\u4f3a\u670d\u9a71\u52a8\u5668", "subject": null, "claimed_amount": null, "received_at": "2030-03-04T09:00:00+08:00", "source_name": "df2f83af.json"}','604350f3-eb3e-11f1-8cc7-02fc00000001');
INSERT INTO "intake_inbox" VALUES('web:scenario-bf71a907','2030-03-04 01:00:00.000000','bf71a907.json','{"intake_id": "web:scenario-bf71a907", "channel": "\u5b98\u7f51", "company_name": "\u6d4b\u8bd5\u5ba2\u6237bf71a907\u6709\u9650\u516c\u53f8", "complainant_name": "\u738b\u5c0f\u660e", "contact_phone": "13900000000", "contact_email": "wang@bf71a907.example.com", "problem_description": "\u8d35\u53f8\u4f9b\u5e94\u7684\u90e8\u4ef6\u4e0a\u673a\u4e24\u5929\u5c31\u635f\u574f\uff0c\u8981\u6c42\u8d54\u507f\u635f\u59313200\u5143\u3002", "expected_solution": null, "expected_resolve_by": null, "order_no": "DD20261101-11897095", "contract_no": null, "product_name": null, "subject": null, "claimed_amount": null, "received_at": "2030-03-04T09:00:00+08:00", "source_name": "bf71a907.json"}','61f5bc09-eb3e-11f1-8cc7-02fc00000001');
INSERT INTO "intake_inbox" VALUES('web:scenario-e1dc9a85','2030-03-04 01:00:00.000000','e1dc9a85.json','{"intake_id": "web:scenario-e1dc9a85", "channel": "\u5b98\u7f51", "company_name": "\u6d4b\u8bd5\u5ba2\u6237e1dc9a85\u6709\u9650\u516c\u53f8", "complainant_name": "\u738b\u5c0f\u660e", "contact_phone": "13900000000", "contact_email": "wang@e1dc9a85.example.com", "problem_description": "\u8d35\u53f8\u4f9b\u5e94\u7684\u90e8\u4ef6\u4e0a\u673a\u4e24\u5929\u5c31\u635f\u574f\uff0c\u8981\u6c42\u8d54\u507f\u635f\u59313200\u5143\u3002", "expected_solution": null, "expected_resolve_by": null, "order_no": "DD20261101-89331077", "contract_no": null, "product_name": null, "subject": null, "claimed_amount": null, "received_at": "2030-03-04T09:00:00+08:00", "source_name": "e1dc9a85.json"}','66cdaa21-eb3e-11f1-8cc7-02fc00000001');
INSERT INTO "intake_inbox" VALUES('web:scenario-1a77f4db','2030-03-04 01:00:00.000000','1a77f4db.json','{"intake_id": "web:scenario-1a77f4db", "channel": "\u5b98\u7f51", "company_name": "\u6d4b\u8bd5\u5ba2\u62371a77f4db\u6709\u9650\u516c\u53f8", "complainant_name": "\u738b\u5c0f\u660e", "contact_phone": "13900000000", "contact_email": "wang@1a77f4db.example.com", "problem_description": "\u8d35\u53f8\u4f9b\u5e94\u7684\u90e8\u4ef6\u4e0a\u673a\u4e24\u5929\u5c31\u635f\u574f\uff0c\u8981\u6c42\u8d54\u507f\u635f\u59313200\u5143\u3002", "expected_solution": null, "expected_resolve_by": null, "order_no": "DD20261101-44069083", "contract_no": null, "product_name": null, "subject": null, "claimed_amount": null, "received_at": "2030-03-04T09:00:00+08:00", "source_name": "1a77f4db.json"}','689ff852-eb3e-11f1-8cc7-02fc00000001');
CREATE TABLE number_series (
	series VARCHAR(32) NOT NULL, 
	last INTEGER NOT NULL, 
	PRIMARY KEY (series)
);
INSERT INTO "number_series" VALUES('TS-20300304',4);
INSERT INTO "number_series" VALUES('GD-20300304',3);
CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	effect_key VARCHAR(300) NOT NULL, 
	task_id VARCHAR(64) NOT NULL, 
	complaint_no VARCHAR(32) NOT NULL, 
	notice VARCHAR(8) NOT NULL, 
	message_id VARCHAR(120) NOT NULL, 
	recipient VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	queued_at DATETIME NOT NULL, 
	sent_at DATETIME, 
	refused_at DATETIME, 
	attempts INTEGER NOT NULL, 
	next_attempt_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (effect_key), 
	UNIQUE (message_id)
);
INSERT INTO "outbox" VALUES(1,'TS-20300304-0001|Task_SendAcknowledgement|0|N01|N01|customer','61577fbe-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0001','N01','<eef516fa5451e5f4d31523a064c20fe1@sop-workers.example>','wang@df2f83af.example.com','您的投诉已受理（编号 TS-20300304-0001）','尊敬的王小明：

您好！

我们已于 2030年3月4日 09:00 收到您反映的问题，投诉编号为 TS-20300304-0001，请妥善保存。

接下来：
1. 客服专员将在 2030年3月5日 09:00 前与您联系，核实情况；
2. 我们预计在 2030年3月6日 09:00 前处理完毕，并将结果告知您。

给您带来不便，我们深表歉意，感谢您的反馈。

如有疑问，请回复本消息并注明投诉编号 TS-20300304-0001，我们会尽快与您联系。

此致
敬礼

客户服务部
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(2,'TS-20300304-0001|Task_CheckCompleteness|0||N03|cs-supervisor:','61b111ae-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0001','N03','<e4a5f1809c0f95e6fb44c2756b732b87@sop-workers.example>','cs-supervisor@staff.example','【待分类】TS-20300304-0001','投诉编号：TS-20300304-0001
步骤：确认分类分级
建议紧急程度：普通
时限：2030年3月4日 09:30

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(3,'TS-20300304-0002|Task_SendAcknowledgement|0|N01|N01|customer','623360f4-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0002','N01','<f750f91782d308a70bdb5790271e456d@sop-workers.example>','wang@bf71a907.example.com','您的投诉已受理（编号 TS-20300304-0002）','尊敬的王小明：

您好！

我们已于 2030年3月4日 09:00 收到您反映的问题，投诉编号为 TS-20300304-0002，请妥善保存。

接下来：
1. 客服专员将在 2030年3月5日 09:00 前与您联系，核实情况；
2. 我们预计在 2030年3月6日 09:00 前处理完毕，并将结果告知您。

给您带来不便，我们深表歉意，感谢您的反馈。

如有疑问，请回复本消息并注明投诉编号 TS-20300304-0002，我们会尽快与您联系。

此致
敬礼

客户服务部
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(4,'TS-20300304-0002|Task_CheckCompleteness|0||N03|cs-supervisor:','62645c43-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0002','N03','<877070a13360b482a56b2a6ba2a6cbfa@sop-workers.example>','cs-supervisor@staff.example','【待分类】TS-20300304-0002','投诉编号：TS-20300304-0002
步骤：确认分类分级
建议紧急程度：普通
时限：2030年3月4日 09:30

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(5,'TS-20300304-0002|Task_CreateTicket|0||N05|quality:','62c603ca-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0002','N05','<253d0b21106c30e395c1cc6688cab29f@sop-workers.example>','quality@staff.example','【工单】GD-20300304-0001 已转派给您','投诉编号：TS-20300304-0002
工单号：GD-20300304-0001
任务要求：调查核实原因并提出处理方案
时限：2030年3月4日 13:00

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(6,'TS-20300304-0002|Task_RecordInvestigation|0||N06|sales:','62f5516c-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0002','N06','<014d3620d45ebdd2167e019911274a4a@sop-workers.example>','sales@staff.example','【协同意见】TS-20300304-0002 请sales答复','投诉编号：TS-20300304-0002
步骤：提出部门意见（sales）
时限：2030年3月4日 11:00

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(7,'TS-20300304-0002|Task_RecordInvestigation|0||N06|legal:','62f5516c-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0002','N06','<927125e2ccac45e8ec88c648fd3670c2@sop-workers.example>','legal@staff.example','【协同意见】TS-20300304-0002 请legal答复','投诉编号：TS-20300304-0002
步骤：提出部门意见（legal）
时限：2030年3月4日 11:00

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(8,'TS-20300304-0002|Task_SubmitSolution|0||N07|cs-manager:','637864c1-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0002','N07','<77f516a2d714e36f4655bd5ad1a961bd@sop-workers.example>','cs-manager@staff.example','【待审批】TS-20300304-0002 处理方案','投诉编号：TS-20300304-0002
步骤：审批处理方案
补偿金额：5,000.00 元
时限：2030年3月4日 11:00

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(9,'TS-20300304-0002|Task_OrderExecution|0||N08|cs-specialist:','63bdd1bc-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0002','N08','<b7f673dc821aca3b68b92a7e3b68a670@sop-workers.example>','cs-specialist@staff.example','【审批结果】TS-20300304-0002 同意（chenjing）','投诉编号：TS-20300304-0002
审批结论：同意（chenjing）

如被驳回，请登录任务列表修改方案；否则无需处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(10,'TS-20300304-0002|Task_OrderExecution|0||N05|finance:','63bdd1bc-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0002','N05','<02b05ed48dbceb78a08958a590c0b7c1@sop-workers.example>','finance@staff.example','【工单】GD-20300304-0001 已转派给您','投诉编号：TS-20300304-0002
工单号：GD-20300304-0001
任务要求：执行已批准的处理方案
时限：2030年3月4日 17:00

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(11,'TS-20300304-0002|Task_SendResult|0|N11|N11|customer','63f6953d-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0002','N11','<e7362b010103f393d85f03c7793b5c5d@sop-workers.example>','wang@bf71a907.example.com','您的投诉处理结果（编号 TS-20300304-0002）','尊敬的王小明：

您好！

您的投诉（编号 TS-20300304-0002）已处理完毕，结果如下：

更换部件并补偿停机损失

补偿金额：5,000.00 元

请您回复本消息，告诉我们问题是否已经解决。客服专员随后会与您联系，确认结果并听取您的意见。
感谢您的反馈，它帮助我们改进产品和服务。

如有疑问，请回复本消息并注明投诉编号 TS-20300304-0002，我们会尽快与您联系。

此致
敬礼

客户服务部
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(12,'TS-20300304-0002|Task_ReopenCase|1||N15|finance:','64636058-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0002','N15','<5fa3ea250782be77c2cf893812e7f7db@sop-workers.example>','finance@staff.example','【补偿追回】TS-20300304-0002','投诉编号：TS-20300304-0002
追回金额：5,000.00 元
原因：重新处理

该补偿已支付，请财务部联系客户追回。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(13,'TS-20300304-0002|Task_RecordInvestigation|2||N06|sales:','64971af1-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0002','N06','<df0fd7a8f1511c399b66bd109a9f0547@sop-workers.example>','sales@staff.example','【协同意见】TS-20300304-0002 请sales答复','投诉编号：TS-20300304-0002
步骤：提出部门意见（sales）
时限：2030年3月4日 11:00

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(14,'TS-20300304-0002|Task_RecordInvestigation|2||N06|legal:','64971af1-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0002','N06','<a6328088eef7c6d240e0772888aced2f@sop-workers.example>','legal@staff.example','【协同意见】TS-20300304-0002 请legal答复','投诉编号：TS-20300304-0002
步骤：提出部门意见（legal）
时限：2030年3月4日 11:00

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(15,'TS-20300304-0002|Task_ApproveDelegated|2||N07|cs-manager:','653cf7b5-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0002','N07','<8bfc0b0d7031b01f7622df49a968ae62@sop-workers.example>','cs-manager@staff.example','【待审批】TS-20300304-0002 处理方案','投诉编号：TS-20300304-0002
步骤：审批处理方案
补偿金额：4,000.00 元
审批依据：低于5000元，由系统按客服经理的授权审批
时限：2030年3月4日 11:00

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(16,'TS-20300304-0002|Task_OrderExecution|2||N08|cs-specialist:','657741db-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0002','N08','<456e951fcf065df9b085c4933b0b09c4@sop-workers.example>','cs-specialist@staff.example','【审批结果】TS-20300304-0002 同意（chenjing）','投诉编号：TS-20300304-0002
审批结论：同意（chenjing）

如被驳回，请登录任务列表修改方案；否则无需处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(17,'TS-20300304-0002|Task_OrderExecution|2||N05|finance:','657741db-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0002','N05','<8e0eb06df2e6ee40d4c08adba33607ee@sop-workers.example>','finance@staff.example','【工单】GD-20300304-0001 已转派给您','投诉编号：TS-20300304-0002
工单号：GD-20300304-0001
任务要求：执行已批准的处理方案
时限：2030年3月4日 17:00

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(18,'TS-20300304-0002|Task_SendResult|2|N11|N11|customer','65c19088-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0002','N11','<8fb165a56fef76e2a6ab84ca657bee0a@sop-workers.example>','wang@bf71a907.example.com','您的投诉处理结果（编号 TS-20300304-0002）','尊敬的王小明：

您好！

您的投诉（编号 TS-20300304-0002）已处理完毕，结果如下：

更换部件并补偿停机损失

补偿金额：4,000.00 元

请您回复本消息，告诉我们问题是否已经解决。客服专员随后会与您联系，确认结果并听取您的意见。
感谢您的反馈，它帮助我们改进产品和服务。

如有疑问，请回复本消息并注明投诉编号 TS-20300304-0002，我们会尽快与您联系。

此致
敬礼

客户服务部
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(19,'TS-20300304-0002|Task_NotifyArchived|3|N12|N12|cs-supervisor:','66680a54-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0002','N12','<9009803966a09a0d5eae772295d81d32@sop-workers.example>','cs-supervisor@staff.example','【已归档】TS-20300304-0002','投诉编号：TS-20300304-0002
归档时间：2030年3月4日 09:00
办理结果：已解决

投诉档案可按编号查阅，无需处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(20,'TS-20300304-0003|Task_SendAcknowledgement|0|N01|N01|customer','6712a20c-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0003','N01','<fea5c0feba7f37a39852516a5645c682@sop-workers.example>','wang@e1dc9a85.example.com','您的投诉已受理（编号 TS-20300304-0003）','尊敬的王小明：

您好！

我们已于 2030年3月4日 09:00 收到您反映的问题，投诉编号为 TS-20300304-0003，请妥善保存。

接下来：
1. 客服专员将在 2030年3月5日 09:00 前与您联系，核实情况；
2. 我们预计在 2030年3月6日 09:00 前处理完毕，并将结果告知您。

给您带来不便，我们深表歉意，感谢您的反馈。

如有疑问，请回复本消息并注明投诉编号 TS-20300304-0003，我们会尽快与您联系。

此致
敬礼

客户服务部
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(21,'TS-20300304-0003|Task_CheckCompleteness|0||N03|cs-supervisor:','6732383b-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0003','N03','<cfccde074a1cdb8457145d91f8aecd87@sop-workers.example>','cs-supervisor@staff.example','【待分类】TS-20300304-0003','投诉编号：TS-20300304-0003
步骤：确认分类分级
建议紧急程度：普通
时限：2030年3月4日 09:30

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(22,'TS-20300304-0003|Task_CreateTicket|0||N05|quality:','6764b972-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0003','N05','<314f1e6d199cead997a970d6e3cc659e@sop-workers.example>','quality@staff.example','【工单】GD-20300304-0002 已转派给您','投诉编号：TS-20300304-0003
工单号：GD-20300304-0002
任务要求：调查核实原因并提出处理方案
时限：2030年3月4日 13:00

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(23,'TS-20300304-0003|Task_RecordInvestigation|0||N06|sales:','678a9134-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0003','N06','<eb6ef976bfeabfb9476d38d463ae5453@sop-workers.example>','sales@staff.example','【协同意见】TS-20300304-0003 请sales答复','投诉编号：TS-20300304-0003
步骤：提出部门意见（sales）
时限：2030年3月4日 11:00

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(24,'TS-20300304-0003|Task_RecordInvestigation|0||N06|legal:','678a9134-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0003','N06','<e058bf756a10310869f058e58e2c8250@sop-workers.example>','legal@staff.example','【协同意见】TS-20300304-0003 请legal答复','投诉编号：TS-20300304-0003
步骤：提出部门意见（legal）
时限：2030年3月4日 11:00

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(25,'TS-20300304-0003|Task_SubmitSolution|0||N07|cs-manager:','6805db59-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0003','N07','<7486de52382e54aaaabfbae9bca314fc@sop-workers.example>','cs-manager@staff.example','【待审批】TS-20300304-0003 处理方案','投诉编号：TS-20300304-0003
步骤：审批处理方案
补偿金额：5,000.00 元
时限：2030年3月4日 11:00

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(26,'TS-20300304-0003|Task_OrderExecution|0||N08|cs-specialist:','684aad14-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0003','N08','<b5454f6689f985294354955848d7d3d1@sop-workers.example>','cs-specialist@staff.example','【审批结果】TS-20300304-0003 同意（chenjing）','投诉编号：TS-20300304-0003
审批结论：同意（chenjing）

如被驳回，请登录任务列表修改方案；否则无需处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(27,'TS-20300304-0003|Task_OrderExecution|0||N05|logistics:','684aad14-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0003','N05','<775c4159a500d4835a96ceb1398f337b@sop-workers.example>','logistics@staff.example','【工单】GD-20300304-0002 已转派给您','投诉编号：TS-20300304-0003
工单号：GD-20300304-0002
任务要求：执行已批准的处理方案
时限：2030年3月5日 19:00

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(28,'TS-20300304-0003|Task_OrderExecution|0||N05|finance:','684aad14-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0003','N05','<f43f020b2555712183cec82fa4af0d93@sop-workers.example>','finance@staff.example','【工单】GD-20300304-0002 已转派给您','投诉编号：TS-20300304-0003
工单号：GD-20300304-0002
任务要求：执行已批准的处理方案
时限：2030年3月5日 19:00

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(29,'TS-20300304-0003|Task_WithdrawCase|0||N15|finance:','6873e033-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0003','N15','<204a2d8156056c8f02d15f5660890ac6@sop-workers.example>','finance@staff.example','【补偿追回】TS-20300304-0003','投诉编号：TS-20300304-0003
追回金额：5,000.00 元
原因：客户撤诉

该补偿已支付，请财务部联系客户追回。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(30,'TS-20300304-0004|Task_SendAcknowledgement|0|N01|N01|customer','68e147bd-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0004','N01','<54159d98f9cab682434a5bf0a4553978@sop-workers.example>','wang@1a77f4db.example.com','您的投诉已受理（编号 TS-20300304-0004）','尊敬的王小明：

您好！

我们已于 2030年3月4日 09:00 收到您反映的问题，投诉编号为 TS-20300304-0004，请妥善保存。

接下来：
1. 客服专员将在 2030年3月5日 09:00 前与您联系，核实情况；
2. 我们预计在 2030年3月6日 09:00 前处理完毕，并将结果告知您。

给您带来不便，我们深表歉意，感谢您的反馈。

如有疑问，请回复本消息并注明投诉编号 TS-20300304-0004，我们会尽快与您联系。

此致
敬礼

客户服务部
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(31,'TS-20300304-0004|Task_CheckCompleteness|0||N03|cs-supervisor:','68fd828c-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0004','N03','<6c4607ba9bd34a8444209353ee276971@sop-workers.example>','cs-supervisor@staff.example','【待分类】TS-20300304-0004','投诉编号：TS-20300304-0004
步骤：确认分类分级
建议紧急程度：普通
时限：2030年3月4日 09:30

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(32,'TS-20300304-0004|Task_CreateTicket|0||N05|quality:','692f6783-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0004','N05','<f1d433834ad33ac22750e04ba0f06ac5@sop-workers.example>','quality@staff.example','【工单】GD-20300304-0003 已转派给您','投诉编号：TS-20300304-0004
工单号：GD-20300304-0003
任务要求：调查核实原因并提出处理方案
时限：2030年3月4日 13:00

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(33,'TS-20300304-0004|Task_RecordInvestigation|0||N06|sales:','694ba255-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0004','N06','<3df6d6526b401dffa7c08f518308d2d8@sop-workers.example>','sales@staff.example','【协同意见】TS-20300304-0004 请sales答复','投诉编号：TS-20300304-0004
步骤：提出部门意见（sales）
时限：2030年3月4日 11:00

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(34,'TS-20300304-0004|Task_RecordInvestigation|0||N06|legal:','694ba255-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0004','N06','<a53775a1e3d29d732478f26243de9b84@sop-workers.example>','legal@staff.example','【协同意见】TS-20300304-0004 请legal答复','投诉编号：TS-20300304-0004
步骤：提出部门意见（legal）
时限：2030年3月4日 11:00

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(35,'TS-20300304-0004|Task_SubmitSolution|0||N07|cs-manager:','69a9043a-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0004','N07','<9965ccf053b17c6b47a5775243cda854@sop-workers.example>','cs-manager@staff.example','【待审批】TS-20300304-0004 处理方案','投诉编号：TS-20300304-0004
步骤：审批处理方案
补偿金额：5,000.00 元
时限：2030年3月4日 11:00

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(36,'TS-20300304-0004|Task_OrderExecution|0||N08|cs-specialist:','69d85225-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0004','N08','<c4c02ffa182acb30ea2de08802380483@sop-workers.example>','cs-specialist@staff.example','【审批结果】TS-20300304-0004 同意（chenjing）','投诉编号：TS-20300304-0004
审批结论：同意（chenjing）

如被驳回，请登录任务列表修改方案；否则无需处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
INSERT INTO "outbox" VALUES(37,'TS-20300304-0004|Task_OrderExecution|0||N05|finance:','69d85225-eb3e-11f1-8cc7-02fc00000001','TS-20300304-0004','N05','<2a3fbd08501f45c668dfaf4bdf408348@sop-workers.example>','finance@staff.example','【工单】GD-20300304-0003 已转派给您','投诉编号：TS-20300304-0004
工单号：GD-20300304-0003
任务要求：执行已批准的处理方案
时限：2030年3月4日 17:00

请登录任务列表处理。
','2030-03-04 01:00:00.000000','2030-03-04 01:00:00.000000',NULL,1,'2030-03-04 01:02:00.000000');
CREATE TABLE outbox_seal (
	id INTEGER NOT NULL, 
	seal VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "outbox_seal" VALUES(1,'53e155c95e145f18076ae7720636cc66');
CREATE TABLE outbox_trouble (
	mail_id INTEGER NOT NULL, 
	cause VARCHAR(32) NOT NULL, 
	reason VARCHAR(200) NOT NULL, 
	deferred_since DATETIME, 
	late_told_at DATETIME, 
	PRIMARY KEY (mail_id), 
	FOREIGN KEY(mail_id) REFERENCES outbox (id)
);
CREATE TABLE replay_record (
	effect_key VARCHAR(300) NOT NULL, 
	task_id VARCHAR(64) NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	error_code VARCHAR, 
	error_message VARCHAR, 
	variables JSON NOT NULL, 
	PRIMARY KEY (effect_key)
);
INSERT INTO "replay_record" VALUES('web:scenario-df2f83af|Task_OpenCase|0|','6049b99e-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"complainantName": ["plain", null], "contactEmail": ["plain", null], "contactPhone": ["plain", null], "round": ["plain", 0], "contactMasked": ["plain", "139****0000 / w***@df2f83af.example.com"], "channel": ["plain", "\u5b98\u7f51"], "complainantMasked": ["plain", "\u738b*"], "productName": ["plain", "\u4f3a\u670d\u9a71\u52a8\u5668"], "reopenCount": ["plain", 0], "contractNo": ["plain", null], "rejectionCount": ["plain", 0], "problemDescription": ["plain", "\u8d35\u53f8\u4f9b\u5e94\u7684\u90e8\u4ef6\u4e0a\u673a\u4e24\u5929\u5c31\u635f\u574f\uff0c\u8981\u6c42\u8d54\u507f\u635f\u59313200\u5143\u3002"], "companyName": ["plain", "\u6d4b\u8bd5\u5ba2\u6237df2f83af\u6709\u9650\u516c\u53f8"], "expectedSolution": ["plain", null], "specialChannel": ["plain", false], "specialChannelDecided": ["plain", false], "taskPriority": ["plain", 10], "orderNo": ["plain", "DD20261101-44433071"], "complaintNo": ["plain", "TS-20300304-0001"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0001|Task_LookupCustomer|0|','60bc9fd9-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"contractInfo": ["plain", "\u65e0"], "customerId": ["plain", "C-df2f83af"], "serviceHistory": ["plain", "\u65e0"], "repeatComplaint": ["plain", false], "keyCustomer": ["plain", false]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0001|Task_ProposeClassification|0|','60d3aa59-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"contractDispute": ["plain", false], "claimedAmount": ["plain", "3200.00"], "dueFirstResponse": ["instant", "2030-03-05T01:00:00+00:00"], "proposalReasons": ["plain", "\u5224\u4e3a\u6295\u8bc9\uff1a\u51fa\u73b0\u201c\u8981\u6c42\u8d54\u507f\u201d\u3001\u201c\u635f\u574f\u201d\u3001\u201c\u635f\u5931\u201d\uff1b\u4e3b\u9898\u4e3a\u8d28\u91cf\uff1a\u51fa\u73b0\u201c\u90e8\u4ef6\u201d\uff1b\u8981\u6c42\u8d54\u507f\uff1a\u51fa\u73b0\u201c\u8d54\u507f\u201d\u3001\u201c\u8d54\u2026\u635f\u5931\u201d\u3001\u201c\u8d54\u201d\uff1b\u8981\u6c42\u8d54\u507f\u91d1\u989d 3200.00 \u5143"], "inScope": ["plain", true], "urgency": ["plain", "\u666e\u901a"], "orderNo": ["plain", "DD20261101-44433071"], "classCode": ["plain", "C"], "contractNo": ["plain", null], "technical": ["plain", true], "module": ["plain", "\u4ea7\u54c1"], "rungsFirstResponse": ["plain", "R/2030-03-04T20:12:00Z/PT17280S"], "proposalConfidence": ["plain", "73%"], "complaintType": ["plain", "\u4ea7\u54c1\u8d28\u91cf"], "compensationExpected": ["plain", true]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0001|Task_SendAcknowledgement|0|N01','61577fbe-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{}');
INSERT INTO "replay_record" VALUES('TS-20300304-0001|Task_CheckCompleteness|0|','61b111ae-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"missingItems": ["plain", ""], "dueClassification": ["instant", "2030-03-04T01:30:00+00:00"], "infoComplete": ["plain", true], "rungsClassification": ["plain", "R/2030-03-04T01:24:00Z/PT360S"]}');
INSERT INTO "replay_record" VALUES('web:scenario-bf71a907|Task_OpenCase|0|','61f60a34-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"complainantName": ["plain", null], "contactEmail": ["plain", null], "contactPhone": ["plain", null], "round": ["plain", 0], "contactMasked": ["plain", "139****0000 / w***@bf71a907.example.com"], "channel": ["plain", "\u5b98\u7f51"], "complainantMasked": ["plain", "\u738b*"], "productName": ["plain", null], "reopenCount": ["plain", 0], "contractNo": ["plain", null], "rejectionCount": ["plain", 0], "problemDescription": ["plain", "\u8d35\u53f8\u4f9b\u5e94\u7684\u90e8\u4ef6\u4e0a\u673a\u4e24\u5929\u5c31\u635f\u574f\uff0c\u8981\u6c42\u8d54\u507f\u635f\u59313200\u5143\u3002"], "companyName": ["plain", "\u6d4b\u8bd5\u5ba2\u6237bf71a907\u6709\u9650\u516c\u53f8"], "expectedSolution": ["plain", null], "specialChannel": ["plain", false], "specialChannelDecided": ["plain", false], "taskPriority": ["plain", 10], "orderNo": ["plain", "DD20261101-11897095"], "complaintNo": ["plain", "TS-20300304-0002"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_LookupCustomer|0|','61ff0b0f-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"contractInfo": ["plain", "\u65e0"], "customerId": ["plain", "C-bf71a907"], "serviceHistory": ["plain", "\u65e0"], "repeatComplaint": ["plain", false], "keyCustomer": ["plain", false]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_ProposeClassification|0|','620acaef-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"contractDispute": ["plain", false], "claimedAmount": ["plain", "3200.00"], "dueFirstResponse": ["instant", "2030-03-05T01:00:00+00:00"], "proposalReasons": ["plain", "\u5224\u4e3a\u6295\u8bc9\uff1a\u51fa\u73b0\u201c\u8981\u6c42\u8d54\u507f\u201d\u3001\u201c\u635f\u574f\u201d\u3001\u201c\u635f\u5931\u201d\uff1b\u4e3b\u9898\u4e3a\u8d28\u91cf\uff1a\u51fa\u73b0\u201c\u90e8\u4ef6\u201d\uff1b\u8981\u6c42\u8d54\u507f\uff1a\u51fa\u73b0\u201c\u8d54\u507f\u201d\u3001\u201c\u8d54\u2026\u635f\u5931\u201d\u3001\u201c\u8d54\u201d\uff1b\u8981\u6c42\u8d54\u507f\u91d1\u989d 3200.00 \u5143"], "inScope": ["plain", true], "urgency": ["plain", "\u666e\u901a"], "orderNo": ["plain", "DD20261101-11897095"], "classCode": ["plain", "C"], "contractNo": ["plain", null], "technical": ["plain", true], "module": ["plain", "\u4ea7\u54c1"], "rungsFirstResponse": ["plain", "R/2030-03-04T20:12:00Z/PT17280S"], "proposalConfidence": ["plain", "73%"], "complaintType": ["plain", "\u4ea7\u54c1\u8d28\u91cf"], "compensationExpected": ["plain", true]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_SendAcknowledgement|0|N01','623360f4-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_CheckCompleteness|0|','62645c43-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"missingItems": ["plain", ""], "dueClassification": ["instant", "2030-03-04T01:30:00+00:00"], "infoComplete": ["plain", true], "rungsClassification": ["plain", "R/2030-03-04T01:24:00Z/PT360S"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_RecordClassification|0|','629cd1b5-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"contractDispute": ["plain", false], "inScope": ["plain", true], "technical": ["plain", false], "isComplaint": ["plain", true], "claimedAmount": ["plain", "3200.00"], "compensationExpected": ["plain", true]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_CreateTicket|0|','62c603ca-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"opinionGroups": ["plain", ["sales", "legal"]], "dueInvestigation": ["instant", "2030-03-04T05:00:00+00:00"], "ticketNo": ["plain", "GD-20300304-0001"], "rungsSolution": ["plain", "R/2030-03-04T04:12:00Z/PT2880S"], "dueSolution": ["instant", "2030-03-04T05:00:00+00:00"], "status": ["plain", "\u5904\u7406\u4e2d"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_RecordInvestigation|0|','62f5516c-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"rungsOpinion": ["plain", "R/2030-03-04T02:36:00Z/PT1440S"], "dueOpinion": ["instant", "2030-03-04T03:00:00+00:00"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_RecordOpinion|0|sales','633010db-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_RecordOpinion|0|legal','6351c9c1-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"opinionSummary": ["plain", "sales\uff08\u540c\u610f\uff09\uff1a\u540c\u610f\u6309\u8d28\u4fdd\u5904\u7406\nlegal\uff08\u540c\u610f\uff09\uff1a\u540c\u610f\u6309\u8d28\u4fdd\u5904\u7406"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_SubmitSolution|0|','637864c1-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"approvalDecision": ["plain", null], "approvalComment": ["plain", null], "opinion": ["plain", null], "opinionAgrees": ["plain", null], "legalOpinion": ["plain", null], "legalAgrees": ["plain", null], "financeOpinion": ["plain", null], "financeAgrees": ["plain", null], "directorDecision": ["plain", null], "directorComment": ["plain", null], "compensationAmount": ["plain", "5000.00"], "specialChannel": ["plain", false], "solutionProblem": ["plain", null], "referralReasons": ["plain", null], "dueApproval": ["instant", "2030-03-04T03:00:00+00:00"], "status": ["plain", "\u5f85\u5ba1\u6279"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_VerifyApproval|0|','63a9863f-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"approvalDecision": ["plain", "\u540c\u610f"], "approvalComment": ["plain", "\u540c\u610f"], "opinion": ["plain", null], "opinionAgrees": ["plain", null], "legalOpinion": ["plain", null], "legalAgrees": ["plain", null], "financeOpinion": ["plain", null], "financeAgrees": ["plain", null], "directorDecision": ["plain", null], "directorComment": ["plain", null], "approvalOutcome": ["plain", "approved"], "approvedBy": ["plain", "chenjing"], "approvalProblem": ["plain", null], "rejectionCount": ["plain", 0], "dueApproval": ["instant", "2030-03-04T03:00:00+00:00"], "specialRequired": ["plain", false], "specialChannel": ["plain", false], "specialChannelDecided": ["plain", false], "round": ["plain", 0]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_OrderExecution|0|','63bdd1bc-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"status": ["plain", "\u5904\u7406\u4e2d"], "dueExecution": ["instant", "2030-03-04T09:00:00+00:00"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_RecordExecution|0|','63e297f8-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"status": ["plain", "\u5f85\u5ba2\u6237\u786e\u8ba4"], "dueFeedback": ["instant", "2030-03-04T02:00:00+00:00"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_SendResult|0|N11','63f6953d-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_RecordFeedback|0|','6431c99e-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"dueRevisit": ["instant", "2030-03-04T05:00:00+00:00"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_RecordRevisit|0|','644d671f-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"revisitProblem": ["plain", null], "resolved": ["plain", false], "customerReached": ["plain", null], "satisfactionScore": ["plain", 20], "satisfactionLevel": ["plain", null], "revisitRetryAt": ["instant", "2030-03-04T05:00:00+00:00"], "contentIndex": ["plain", "\u6848\u4ef6\n\u65f6\u95f4\u7ebf\n\u6295\u8bc9\u767b\u8bb0\u8868\n\u5206\u7c7b\u5206\u7ea7\u7ed3\u679c\n\u8c03\u67e5\u8bb0\u5f55\n\u90e8\u95e8\u610f\u89c1\n\u5904\u7406\u65b9\u6848\u4e0e\u5ba1\u6279\n\u5de5\u5355\n\u5ba2\u6237\u53cd\u9988\u4e0e\u56de\u8bbf\n\u6267\u884c\u8bb0\u5f55\n\u8865\u507f\u53f0\u8d26\n\u8865\u507f\u652f\u4ed8\n\u6c9f\u901a\u8bb0\u5f55\n\u65f6\u9650\u8bb0\u5f55"], "round": ["plain", 1], "revisitResult": ["plain", "reached"], "remark": ["plain", null], "dueArchive": ["instant", "2030-03-04T01:30:00+00:00"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_ReopenCase|1|','64636058-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"approvalDecision": ["plain", null], "approvalComment": ["plain", null], "opinion": ["plain", null], "opinionAgrees": ["plain", null], "legalOpinion": ["plain", null], "legalAgrees": ["plain", null], "financeOpinion": ["plain", null], "financeAgrees": ["plain", null], "directorDecision": ["plain", null], "directorComment": ["plain", null], "testObject": ["plain", null], "testDefect": ["plain", null], "testMethod": ["plain", null], "testCause": ["plain", null], "testConclusion": ["plain", null], "rdInvolved": ["plain", null], "facts": ["plain", null], "cause": ["plain", null], "evidence": ["plain", null], "responsibleDept": ["plain", null], "verified": ["plain", null], "opinionSummary": ["plain", null], "solutionType": ["plain", null], "solutionText": ["plain", null], "causeSummary": ["plain", null], "compensationAmount": ["plain", null], "specialType": ["plain", null], "specialReason": ["plain", null], "executionResult": ["plain", null], "paymentReference": ["plain", null], "paymentNote": ["plain", null], "feedbackChannel": ["plain", null], "customerConfirmation": ["plain", null], "customerUnderstood": ["plain", null], "feedbackNote": ["plain", null], "customerReached": ["plain", null], "satisfactionLevel": ["plain", null], "remark": ["plain", null], "status": ["plain", "\u5904\u7406\u4e2d"], "reopenCount": ["plain", 1], "secondComplaint": ["plain", true], "specialRequired": ["plain", false], "specialChannel": ["plain", false], "round": ["plain", 2], "dueInvestigation": ["instant", "2030-03-04T05:00:00+00:00"], "dueSolution": ["instant", "2030-03-04T05:00:00+00:00"], "rungsSolution": ["plain", "R/2030-03-04T04:12:00Z/PT2880S"], "resolved": ["plain", null], "satisfactionScore": ["plain", null]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_RecordInvestigation|2|','64971af1-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"rungsOpinion": ["plain", "R/2030-03-04T02:36:00Z/PT1440S"], "dueOpinion": ["instant", "2030-03-04T03:00:00+00:00"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_RecordOpinion|2|sales','64cf1a3e-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_RecordOpinion|2|legal','64fda464-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"opinionSummary": ["plain", "sales\uff08\u540c\u610f\uff09\uff1a\u540c\u610f\u6309\u8d28\u4fdd\u5904\u7406\nlegal\uff08\u540c\u610f\uff09\uff1a\u540c\u610f\u6309\u8d28\u4fdd\u5904\u7406"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_SubmitSolution|2|','65210b0f-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"approvalDecision": ["plain", null], "approvalComment": ["plain", null], "opinion": ["plain", null], "opinionAgrees": ["plain", null], "legalOpinion": ["plain", null], "legalAgrees": ["plain", null], "financeOpinion": ["plain", null], "financeAgrees": ["plain", null], "directorDecision": ["plain", null], "directorComment": ["plain", null], "compensationAmount": ["plain", "4000.00"], "specialChannel": ["plain", false], "solutionProblem": ["plain", null], "referralReasons": ["plain", null], "dueApproval": ["instant", "2030-03-04T03:00:00+00:00"], "status": ["plain", "\u5f85\u5ba1\u6279"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_ApproveDelegated|2|','653cf7b5-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000','REFER_TO_MANAGER','2 policy checks failed','{"referralReasons": ["plain", "\u6ca1\u6709\u6709\u6548\u7684\u6388\u6743\u8bb0\u5f55\uff1b\u8865\u507f\u91d1\u989d\u9ad8\u4e8e\u5ba2\u6237\u4e3b\u5f20\u7684\u91d1\u989d"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_VerifyApproval|2|','65625a25-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"approvalDecision": ["plain", "\u540c\u610f"], "approvalComment": ["plain", "\u540c\u610f"], "opinion": ["plain", null], "opinionAgrees": ["plain", null], "legalOpinion": ["plain", null], "legalAgrees": ["plain", null], "financeOpinion": ["plain", null], "financeAgrees": ["plain", null], "directorDecision": ["plain", null], "directorComment": ["plain", null], "approvalOutcome": ["plain", "approved"], "approvedBy": ["plain", "chenjing"], "approvalProblem": ["plain", null], "rejectionCount": ["plain", 0], "dueApproval": ["instant", "2030-03-04T03:00:00+00:00"], "specialRequired": ["plain", false], "specialChannel": ["plain", false], "specialChannelDecided": ["plain", false], "round": ["plain", 2]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_OrderExecution|2|','657741db-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"status": ["plain", "\u5904\u7406\u4e2d"], "dueExecution": ["instant", "2030-03-04T09:00:00+00:00"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_RecordExecution|2|','659fffb4-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"status": ["plain", "\u5f85\u5ba2\u6237\u786e\u8ba4"], "dueFeedback": ["instant", "2030-03-04T02:00:00+00:00"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_SendResult|2|N11','65c19088-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_RecordFeedback|2|','65f08fe5-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"dueRevisit": ["instant", "2030-03-04T05:00:00+00:00"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_RecordRevisit|2|','6618b180-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"revisitProblem": ["plain", null], "resolved": ["plain", true], "customerReached": ["plain", null], "satisfactionScore": ["plain", 90], "satisfactionLevel": ["plain", null], "revisitRetryAt": ["instant", "2030-03-04T05:00:00+00:00"], "contentIndex": ["plain", "\u6848\u4ef6\n\u65f6\u95f4\u7ebf\n\u6295\u8bc9\u767b\u8bb0\u8868\n\u5206\u7c7b\u5206\u7ea7\u7ed3\u679c\n\u8c03\u67e5\u8bb0\u5f55\n\u90e8\u95e8\u610f\u89c1\n\u5904\u7406\u65b9\u6848\u4e0e\u5ba1\u6279\n\u5de5\u5355\n\u5ba2\u6237\u53cd\u9988\u4e0e\u56de\u8bbf\n\u6267\u884c\u8bb0\u5f55\n\u8865\u507f\u53f0\u8d26\n\u8865\u507f\u652f\u4ed8\n\u8865\u507f\u8ffd\u56de\n\u6c9f\u901a\u8bb0\u5f55\n\u65f6\u9650\u8bb0\u5f55"], "round": ["plain", 3], "revisitResult": ["plain", "reached"], "remark": ["plain", null], "dueArchive": ["instant", "2030-03-04T01:30:00+00:00"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_ArchiveCase|3|','6648c279-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"status": ["plain", "\u5df2\u5173\u95ed"], "archivedDocuments": ["plain", 16]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_NotifyArchived|3|N12','66680a54-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{}');
INSERT INTO "replay_record" VALUES('TS-20300304-0002|Task_RequestSummary|3|','66785e09-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{}');
INSERT INTO "replay_record" VALUES('web:scenario-e1dc9a85|Task_OpenCase|0|','66cdf84c-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"complainantName": ["plain", null], "contactEmail": ["plain", null], "contactPhone": ["plain", null], "round": ["plain", 0], "contactMasked": ["plain", "139****0000 / w***@e1dc9a85.example.com"], "channel": ["plain", "\u5b98\u7f51"], "complainantMasked": ["plain", "\u738b*"], "productName": ["plain", null], "reopenCount": ["plain", 0], "contractNo": ["plain", null], "rejectionCount": ["plain", 0], "problemDescription": ["plain", "\u8d35\u53f8\u4f9b\u5e94\u7684\u90e8\u4ef6\u4e0a\u673a\u4e24\u5929\u5c31\u635f\u574f\uff0c\u8981\u6c42\u8d54\u507f\u635f\u59313200\u5143\u3002"], "companyName": ["plain", "\u6d4b\u8bd5\u5ba2\u6237e1dc9a85\u6709\u9650\u516c\u53f8"], "expectedSolution": ["plain", null], "specialChannel": ["plain", false], "specialChannelDecided": ["plain", false], "taskPriority": ["plain", 10], "orderNo": ["plain", "DD20261101-89331077"], "complaintNo": ["plain", "TS-20300304-0003"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0003|Task_LookupCustomer|0|','66e59e27-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"contractInfo": ["plain", "\u65e0"], "customerId": ["plain", "C-e1dc9a85"], "serviceHistory": ["plain", "\u65e0"], "repeatComplaint": ["plain", false], "keyCustomer": ["plain", false]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0003|Task_ProposeClassification|0|','66f44437-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"contractDispute": ["plain", false], "claimedAmount": ["plain", "3200.00"], "dueFirstResponse": ["instant", "2030-03-05T01:00:00+00:00"], "proposalReasons": ["plain", "\u5224\u4e3a\u6295\u8bc9\uff1a\u51fa\u73b0\u201c\u8981\u6c42\u8d54\u507f\u201d\u3001\u201c\u635f\u574f\u201d\u3001\u201c\u635f\u5931\u201d\uff1b\u4e3b\u9898\u4e3a\u8d28\u91cf\uff1a\u51fa\u73b0\u201c\u90e8\u4ef6\u201d\uff1b\u8981\u6c42\u8d54\u507f\uff1a\u51fa\u73b0\u201c\u8d54\u507f\u201d\u3001\u201c\u8d54\u2026\u635f\u5931\u201d\u3001\u201c\u8d54\u201d\uff1b\u8981\u6c42\u8d54\u507f\u91d1\u989d 3200.00 \u5143"], "inScope": ["plain", true], "urgency": ["plain", "\u666e\u901a"], "orderNo": ["plain", "DD20261101-89331077"], "classCode": ["plain", "C"], "contractNo": ["plain", null], "technical": ["plain", true], "module": ["plain", "\u4ea7\u54c1"], "rungsFirstResponse": ["plain", "R/2030-03-04T20:12:00Z/PT17280S"], "proposalConfidence": ["plain", "73%"], "complaintType": ["plain", "\u4ea7\u54c1\u8d28\u91cf"], "compensationExpected": ["plain", true]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0003|Task_SendAcknowledgement|0|N01','6712a20c-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{}');
INSERT INTO "replay_record" VALUES('TS-20300304-0003|Task_CheckCompleteness|0|','6732383b-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"missingItems": ["plain", ""], "dueClassification": ["instant", "2030-03-04T01:30:00+00:00"], "infoComplete": ["plain", true], "rungsClassification": ["plain", "R/2030-03-04T01:24:00Z/PT360S"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0003|Task_RecordClassification|0|','67554fed-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"contractDispute": ["plain", false], "inScope": ["plain", true], "technical": ["plain", false], "isComplaint": ["plain", true], "claimedAmount": ["plain", "3200.00"], "compensationExpected": ["plain", true]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0003|Task_CreateTicket|0|','6764b972-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"opinionGroups": ["plain", ["sales", "legal"]], "dueInvestigation": ["instant", "2030-03-04T05:00:00+00:00"], "ticketNo": ["plain", "GD-20300304-0002"], "rungsSolution": ["plain", "R/2030-03-04T04:12:00Z/PT2880S"], "dueSolution": ["instant", "2030-03-04T05:00:00+00:00"], "status": ["plain", "\u5904\u7406\u4e2d"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0003|Task_RecordInvestigation|0|','678a9134-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"rungsOpinion": ["plain", "R/2030-03-04T02:36:00Z/PT1440S"], "dueOpinion": ["instant", "2030-03-04T03:00:00+00:00"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0003|Task_RecordOpinion|0|sales','67b7bc13-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{}');
INSERT INTO "replay_record" VALUES('TS-20300304-0003|Task_RecordOpinion|0|legal','67e77eb9-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"opinionSummary": ["plain", "sales\uff08\u540c\u610f\uff09\uff1a\u540c\u610f\u6309\u8d28\u4fdd\u5904\u7406\nlegal\uff08\u540c\u610f\uff09\uff1a\u540c\u610f\u6309\u8d28\u4fdd\u5904\u7406"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0003|Task_SubmitSolution|0|','6805db59-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"approvalDecision": ["plain", null], "approvalComment": ["plain", null], "opinion": ["plain", null], "opinionAgrees": ["plain", null], "legalOpinion": ["plain", null], "legalAgrees": ["plain", null], "financeOpinion": ["plain", null], "financeAgrees": ["plain", null], "directorDecision": ["plain", null], "directorComment": ["plain", null], "compensationAmount": ["plain", "5000.00"], "specialChannel": ["plain", false], "solutionProblem": ["plain", null], "referralReasons": ["plain", null], "dueApproval": ["instant", "2030-03-04T03:00:00+00:00"], "status": ["plain", "\u5f85\u5ba1\u6279"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0003|Task_VerifyApproval|0|','68306e27-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"approvalDecision": ["plain", "\u540c\u610f"], "approvalComment": ["plain", "\u540c\u610f"], "opinion": ["plain", null], "opinionAgrees": ["plain", null], "legalOpinion": ["plain", null], "legalAgrees": ["plain", null], "financeOpinion": ["plain", null], "financeAgrees": ["plain", null], "directorDecision": ["plain", null], "directorComment": ["plain", null], "approvalOutcome": ["plain", "approved"], "approvedBy": ["plain", "chenjing"], "approvalProblem": ["plain", null], "rejectionCount": ["plain", 0], "dueApproval": ["instant", "2030-03-04T03:00:00+00:00"], "specialRequired": ["plain", false], "specialChannel": ["plain", false], "specialChannelDecided": ["plain", false], "round": ["plain", 0]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0003|Task_OrderExecution|0|','684aad14-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"status": ["plain", "\u5904\u7406\u4e2d"], "dueExecution": ["instant", "2030-03-05T11:00:00+00:00"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0003|Task_WithdrawCase|0|','6873e033-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"status": ["plain", "\u5df2\u64a4\u56de"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0003|Task_ArchiveWithdrawn|0|','68825f2a-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"status": ["plain", "\u5df2\u64a4\u56de"], "archivedDocuments": ["plain", 13]}');
INSERT INTO "replay_record" VALUES('web:scenario-1a77f4db|Task_OpenCase|0|','68a01f6d-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"complainantName": ["plain", null], "contactEmail": ["plain", null], "contactPhone": ["plain", null], "round": ["plain", 0], "contactMasked": ["plain", "139****0000 / w***@1a77f4db.example.com"], "channel": ["plain", "\u5b98\u7f51"], "complainantMasked": ["plain", "\u738b*"], "productName": ["plain", null], "reopenCount": ["plain", 0], "contractNo": ["plain", null], "rejectionCount": ["plain", 0], "problemDescription": ["plain", "\u8d35\u53f8\u4f9b\u5e94\u7684\u90e8\u4ef6\u4e0a\u673a\u4e24\u5929\u5c31\u635f\u574f\uff0c\u8981\u6c42\u8d54\u507f\u635f\u59313200\u5143\u3002"], "companyName": ["plain", "\u6d4b\u8bd5\u5ba2\u62371a77f4db\u6709\u9650\u516c\u53f8"], "expectedSolution": ["plain", null], "specialChannel": ["plain", false], "specialChannelDecided": ["plain", false], "taskPriority": ["plain", 10], "orderNo": ["plain", "DD20261101-44069083"], "complaintNo": ["plain", "TS-20300304-0004"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0004|Task_LookupCustomer|0|','68a7c0b8-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"contractInfo": ["plain", "\u65e0"], "customerId": ["plain", "C-1a77f4db"], "serviceHistory": ["plain", "\u65e0"], "repeatComplaint": ["plain", false], "keyCustomer": ["plain", false]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0004|Task_ProposeClassification|0|','68bd6ba8-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"contractDispute": ["plain", false], "claimedAmount": ["plain", "3200.00"], "dueFirstResponse": ["instant", "2030-03-05T01:00:00+00:00"], "proposalReasons": ["plain", "\u5224\u4e3a\u6295\u8bc9\uff1a\u51fa\u73b0\u201c\u8981\u6c42\u8d54\u507f\u201d\u3001\u201c\u635f\u574f\u201d\u3001\u201c\u635f\u5931\u201d\uff1b\u4e3b\u9898\u4e3a\u8d28\u91cf\uff1a\u51fa\u73b0\u201c\u90e8\u4ef6\u201d\uff1b\u8981\u6c42\u8d54\u507f\uff1a\u51fa\u73b0\u201c\u8d54\u507f\u201d\u3001\u201c\u8d54\u2026\u635f\u5931\u201d\u3001\u201c\u8d54\u201d\uff1b\u8981\u6c42\u8d54\u507f\u91d1\u989d 3200.00 \u5143"], "inScope": ["plain", true], "urgency": ["plain", "\u666e\u901a"], "orderNo": ["plain", "DD20261101-44069083"], "classCode": ["plain", "C"], "contractNo": ["plain", null], "technical": ["plain", true], "module": ["plain", "\u4ea7\u54c1"], "rungsFirstResponse": ["plain", "R/2030-03-04T20:12:00Z/PT17280S"], "proposalConfidence": ["plain", "73%"], "complaintType": ["plain", "\u4ea7\u54c1\u8d28\u91cf"], "compensationExpected": ["plain", true]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0004|Task_SendAcknowledgement|0|N01','68e147bd-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{}');
INSERT INTO "replay_record" VALUES('TS-20300304-0004|Task_CheckCompleteness|0|','68fd828c-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"missingItems": ["plain", ""], "dueClassification": ["instant", "2030-03-04T01:30:00+00:00"], "infoComplete": ["plain", true], "rungsClassification": ["plain", "R/2030-03-04T01:24:00Z/PT360S"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0004|Task_RecordClassification|0|','69204c1e-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"contractDispute": ["plain", false], "inScope": ["plain", true], "technical": ["plain", false], "isComplaint": ["plain", true], "claimedAmount": ["plain", "3200.00"], "compensationExpected": ["plain", true]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0004|Task_CreateTicket|0|','692f6783-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"opinionGroups": ["plain", ["sales", "legal"]], "dueInvestigation": ["instant", "2030-03-04T05:00:00+00:00"], "ticketNo": ["plain", "GD-20300304-0003"], "rungsSolution": ["plain", "R/2030-03-04T04:12:00Z/PT2880S"], "dueSolution": ["instant", "2030-03-04T05:00:00+00:00"], "status": ["plain", "\u5904\u7406\u4e2d"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0004|Task_RecordInvestigation|0|','694ba255-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"rungsOpinion": ["plain", "R/2030-03-04T02:36:00Z/PT1440S"], "dueOpinion": ["instant", "2030-03-04T03:00:00+00:00"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0004|Task_RecordOpinion|0|sales','696b5eb4-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{}');
INSERT INTO "replay_record" VALUES('TS-20300304-0004|Task_RecordOpinion|0|legal','6985014a-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"opinionSummary": ["plain", "sales\uff08\u540c\u610f\uff09\uff1a\u540c\u610f\u6309\u8d28\u4fdd\u5904\u7406\nlegal\uff08\u540c\u610f\uff09\uff1a\u540c\u610f\u6309\u8d28\u4fdd\u5904\u7406"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0004|Task_SubmitSolution|0|','69a9043a-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"approvalDecision": ["plain", null], "approvalComment": ["plain", null], "opinion": ["plain", null], "opinionAgrees": ["plain", null], "legalOpinion": ["plain", null], "legalAgrees": ["plain", null], "financeOpinion": ["plain", null], "financeAgrees": ["plain", null], "directorDecision": ["plain", null], "directorComment": ["plain", null], "compensationAmount": ["plain", "5000.00"], "specialChannel": ["plain", false], "solutionProblem": ["plain", null], "referralReasons": ["plain", null], "dueApproval": ["instant", "2030-03-04T03:00:00+00:00"], "status": ["plain", "\u5f85\u5ba1\u6279"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0004|Task_VerifyApproval|0|','69c9d308-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"approvalDecision": ["plain", "\u540c\u610f"], "approvalComment": ["plain", "\u540c\u610f"], "opinion": ["plain", null], "opinionAgrees": ["plain", null], "legalOpinion": ["plain", null], "legalAgrees": ["plain", null], "financeOpinion": ["plain", null], "financeAgrees": ["plain", null], "directorDecision": ["plain", null], "directorComment": ["plain", null], "approvalOutcome": ["plain", "approved"], "approvedBy": ["plain", "chenjing"], "approvalProblem": ["plain", null], "rejectionCount": ["plain", 0], "dueApproval": ["instant", "2030-03-04T03:00:00+00:00"], "specialRequired": ["plain", false], "specialChannel": ["plain", false], "specialChannelDecided": ["plain", false], "round": ["plain", 0]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0004|Task_OrderExecution|0|','69d85225-eb3e-11f1-8cc7-02fc00000001','2030-03-04 01:00:00.000000',NULL,NULL,'{"status": ["plain", "\u5904\u7406\u4e2d"], "dueExecution": ["instant", "2030-03-04T09:00:00+00:00"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0004|Task_WithdrawCase|0|','69f74afa-eb3e-11f1-8cc7-02fc00000001','2030-03-04 02:00:00.000000',NULL,NULL,'{"withdrawalReason": ["plain", null], "status": ["plain", "\u5df2\u64a4\u56de"]}');
INSERT INTO "replay_record" VALUES('TS-20300304-0004|Task_ArchiveWithdrawn|0|','6a030ad2-eb3e-11f1-8cc7-02fc00000001','2030-03-04 02:00:00.000000',NULL,NULL,'{"status": ["plain", "\u5df2\u64a4\u56de"], "archivedDocuments": ["plain", 11]}');
CREATE TABLE review_item (
	id INTEGER NOT NULL, 
	complaint_no VARCHAR(32) NOT NULL, 
	span VARCHAR NOT NULL, 
	percent INTEGER NOT NULL, 
	raised_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (complaint_no, span)
);
CREATE TABLE service_history (
	id INTEGER NOT NULL, 
	customer_id VARCHAR(32) NOT NULL, 
	served_on DATE NOT NULL, 
	order_no VARCHAR, 
	summary VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "service_history" VALUES(1,'K0001','2026-05-18',NULL,'咨询减速机选型，已答复');
INSERT INTO "service_history" VALUES(2,'K0002','2026-06-03',NULL,'申请驱动器调试培训，已完成');
INSERT INTO "service_history" VALUES(3,'K0003','2026-11-12','DD20260915-0011','报修：2 号液压站压力不足，技术支持远程排查，未解决');
INSERT INTO "service_history" VALUES(4,'K0003','2026-08-04',NULL,'年度保养，正常');
INSERT INTO "service_history" VALUES(5,'K0004','2026-09-10','DD20260901-0019','搅拌机安装验收，合格');
INSERT INTO "service_history" VALUES(6,'K0005','2026-04-20','DD20260408-0022','视觉检测仪安装培训，客户满意');
INSERT INTO "service_history" VALUES(7,'K0007','2026-07-15',NULL,'询问管接头交期，已答复');
INSERT INTO "service_history" VALUES(8,'K0008','2026-11-19','DD20261020-0045','立式压机现场安装，未完工');
CREATE TABLE sla_pause (
	id INTEGER NOT NULL, 
	complaint_no VARCHAR(32) NOT NULL, 
	paused_at DATETIME NOT NULL, 
	resumed_at DATETIME, 
	PRIMARY KEY (id)
);
CREATE TABLE sla_rung (
	id INTEGER NOT NULL, 
	span_id INTEGER NOT NULL, 
	percent INTEGER NOT NULL, 
	acted_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (span_id, percent)
);
CREATE TABLE sla_span (
	id INTEGER NOT NULL, 
	complaint_no VARCHAR(32) NOT NULL, 
	span VARCHAR(40) NOT NULL, 
	round INTEGER NOT NULL, 
	limit_name VARCHAR NOT NULL, 
	budget VARCHAR(16) NOT NULL, 
	clock VARCHAR(16) NOT NULL, 
	started_at DATETIME NOT NULL, 
	due DATETIME NOT NULL, 
	stopped_at DATETIME, 
	PRIMARY KEY (id), 
	UNIQUE (complaint_no, span, round)
);
INSERT INTO "sla_span" VALUES(1,'TS-20300304-0001','first-response',0,'首次响应','PT24H','24x7','2030-03-04 01:00:00.000000','2030-03-05 01:00:00.000000','2030-03-04 01:00:00.000000');
INSERT INTO "sla_span" VALUES(2,'TS-20300304-0001','classification-limit',0,'分类硬性时限','PT2H','24x7','2030-03-04 01:00:00.000000','2030-03-04 03:00:00.000000',NULL);
INSERT INTO "sla_span" VALUES(3,'TS-20300304-0001','total-cycle',0,'总周期','PT48H','24x7','2030-03-04 01:00:00.000000','2030-03-06 01:00:00.000000',NULL);
INSERT INTO "sla_span" VALUES(4,'TS-20300304-0001','classification',0,'分类分级','PT30M','service-hours','2030-03-04 01:00:00.000000','2030-03-04 01:30:00.000000',NULL);
INSERT INTO "sla_span" VALUES(5,'TS-20300304-0002','first-response',0,'首次响应','PT24H','24x7','2030-03-04 01:00:00.000000','2030-03-05 01:00:00.000000','2030-03-04 01:00:00.000000');
INSERT INTO "sla_span" VALUES(6,'TS-20300304-0002','classification-limit',0,'分类硬性时限','PT2H','24x7','2030-03-04 01:00:00.000000','2030-03-04 03:00:00.000000','2030-03-04 01:00:00.000000');
INSERT INTO "sla_span" VALUES(7,'TS-20300304-0002','total-cycle',0,'总周期','PT48H','24x7','2030-03-04 01:00:00.000000','2030-03-06 01:00:00.000000','2030-03-04 01:00:00.000000');
INSERT INTO "sla_span" VALUES(8,'TS-20300304-0002','classification',0,'分类分级','PT30M','service-hours','2030-03-04 01:00:00.000000','2030-03-04 01:30:00.000000','2030-03-04 01:00:00.000000');
INSERT INTO "sla_span" VALUES(9,'TS-20300304-0002','solution',0,'处理方案','PT4H','service-hours','2030-03-04 01:00:00.000000','2030-03-04 05:00:00.000000','2030-03-04 01:00:00.000000');
INSERT INTO "sla_span" VALUES(10,'TS-20300304-0002','opinion',0,'部门意见','PT2H','service-hours','2030-03-04 01:00:00.000000','2030-03-04 03:00:00.000000','2030-03-04 01:00:00.000000');
INSERT INTO "sla_span" VALUES(11,'TS-20300304-0002','feedback',0,'结果反馈','PT1H','service-hours','2030-03-04 01:00:00.000000','2030-03-04 02:00:00.000000','2030-03-04 01:00:00.000000');
INSERT INTO "sla_span" VALUES(12,'TS-20300304-0002','solution',1,'处理方案','PT4H','service-hours','2030-03-04 01:00:00.000000','2030-03-04 05:00:00.000000','2030-03-04 01:00:00.000000');
INSERT INTO "sla_span" VALUES(13,'TS-20300304-0002','opinion',1,'部门意见','PT2H','service-hours','2030-03-04 01:00:00.000000','2030-03-04 03:00:00.000000','2030-03-04 01:00:00.000000');
INSERT INTO "sla_span" VALUES(14,'TS-20300304-0002','feedback',2,'结果反馈','PT1H','service-hours','2030-03-04 01:00:00.000000','2030-03-04 02:00:00.000000','2030-03-04 01:00:00.000000');
INSERT INTO "sla_span" VALUES(15,'TS-20300304-0003','first-response',0,'首次响应','PT24H','24x7','2030-03-04 01:00:00.000000','2030-03-05 01:00:00.000000','2030-03-04 01:00:00.000000');
INSERT INTO "sla_span" VALUES(16,'TS-20300304-0003','classification-limit',0,'分类硬性时限','PT2H','24x7','2030-03-04 01:00:00.000000','2030-03-04 03:00:00.000000','2030-03-04 01:00:00.000000');
INSERT INTO "sla_span" VALUES(17,'TS-20300304-0003','total-cycle',0,'总周期','PT48H','24x7','2030-03-04 01:00:00.000000','2030-03-06 01:00:00.000000','2030-03-04 01:00:00.000000');
INSERT INTO "sla_span" VALUES(18,'TS-20300304-0003','classification',0,'分类分级','PT30M','service-hours','2030-03-04 01:00:00.000000','2030-03-04 01:30:00.000000','2030-03-04 01:00:00.000000');
INSERT INTO "sla_span" VALUES(19,'TS-20300304-0003','solution',0,'处理方案','PT4H','service-hours','2030-03-04 01:00:00.000000','2030-03-04 05:00:00.000000','2030-03-04 01:00:00.000000');
INSERT INTO "sla_span" VALUES(20,'TS-20300304-0003','opinion',0,'部门意见','PT2H','service-hours','2030-03-04 01:00:00.000000','2030-03-04 03:00:00.000000','2030-03-04 01:00:00.000000');
INSERT INTO "sla_span" VALUES(21,'TS-20300304-0004','first-response',0,'首次响应','PT24H','24x7','2030-03-04 01:00:00.000000','2030-03-05 01:00:00.000000','2030-03-04 01:00:00.000000');
INSERT INTO "sla_span" VALUES(22,'TS-20300304-0004','classification-limit',0,'分类硬性时限','PT2H','24x7','2030-03-04 01:00:00.000000','2030-03-04 03:00:00.000000','2030-03-04 01:00:00.000000');
INSERT INTO "sla_span" VALUES(23,'TS-20300304-0004','total-cycle',0,'总周期','PT48H','24x7','2030-03-04 01:00:00.000000','2030-03-06 01:00:00.000000','2030-03-04 02:00:00.000000');
INSERT INTO "sla_span" VALUES(24,'TS-20300304-0004','classification',0,'分类分级','PT30M','service-hours','2030-03-04 01:00:00.000000','2030-03-04 01:30:00.000000','2030-03-04 01:00:00.000000');
INSERT INTO "sla_span" VALUES(25,'TS-20300304-0004','solution',0,'处理方案','PT4H','service-hours','2030-03-04 01:00:00.000000','2030-03-04 05:00:00.000000','2030-03-04 01:00:00.000000');
INSERT INTO "sla_span" VALUES(26,'TS-20300304-0004','opinion',0,'部门意见','PT2H','service-hours','2030-03-04 01:00:00.000000','2030-03-04 03:00:00.000000','2030-03-04 01:00:00.000000');
CREATE INDEX ix_customer_order_customer_id ON customer_order (customer_id);
CREATE INDEX ix_customer_contract_customer_id ON customer_contract (customer_id);
CREATE INDEX ix_service_history_customer_id ON service_history (customer_id);
CREATE INDEX ix_attachment_intake_id ON attachment (intake_id);
CREATE INDEX ix_archive_entry_complaint_no ON archive_entry (complaint_no);
CREATE INDEX ix_complaint_case_customer_id ON complaint_case (customer_id);
CREATE INDEX ix_case_event_complaint_no ON case_event (complaint_no);
CREATE INDEX ix_form_record_complaint_no ON form_record (complaint_no);
CREATE INDEX ix_compensation_ledger_customer_id ON compensation_ledger (customer_id);
CREATE INDEX ix_compensation_ledger_complaint_no ON compensation_ledger (complaint_no);
CREATE INDEX ix_outbox_complaint_no ON outbox (complaint_no);
CREATE INDEX ix_outbox_sent_at ON outbox (sent_at);
CREATE INDEX ix_compensation_payment_complaint_no ON compensation_payment (complaint_no);
CREATE INDEX ix_compensation_reclaim_complaint_no ON compensation_reclaim (complaint_no);
CREATE INDEX ix_sla_span_complaint_no ON sla_span (complaint_no);
CREATE INDEX ix_sla_pause_complaint_no ON sla_pause (complaint_no);
CREATE INDEX ix_sla_rung_span_id ON sla_rung (span_id);
CREATE INDEX ix_review_item_complaint_no ON review_item (complaint_no);
COMMIT;